package io.sidestat.client;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps datagrams to so many a millisecond. A receiver on one core takes in fewer than a client on
 * two can send, and what its socket has no room for is lost without a word. Thread-safe; never
 * waits.
 *
 * <p>It is the generic cell rate algorithm (ITU-T I.371): each datagram has a time at which it is
 * due, one step behind the one before, and may come early by a tolerance. So a sender that slept
 * longer than it wanted makes up for it.
 */
final class Pace {

  /**
   * As many as arrive on two cores, in the burst of docs/benchmarks.md; without a pace some do not.
   */
  static final int PER_MILLI = 180;

  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1) / PER_MILLI;
  static final long TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** When the next one is due. */
  private final AtomicLong due;

  /** At that time, of {@code System.nanoTime()}, nothing has been sent. */
  Pace(long nowNanos) {
    due = new AtomicLong(nowNanos);
  }

  /** Whether one more may be sent now; if so, it counts as sent. */
  boolean take(long nowNanos) {
    while (true) {
      long before = due.get();
      long early = before - nowNanos;
      if (early > TOLERANCE_NANOS) {
        return false;
      }
      if (due.compareAndSet(before, (early > 0 ? before : nowNanos) + STEP_NANOS)) {
        return true;
      }
    }
  }
}
