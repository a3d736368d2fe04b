package io.sidestat.client;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps datagrams to so many a millisecond. A receiver on one core takes in fewer than a client on
 * two can send, and what its socket has no room for is lost without a word. Thread-safe; never
 * waits.
 */
final class Pace {

  /** With lines of 60 bytes: 3.2 million a second. */
  static final int PER_MILLI = 140;

  private static final int COUNT_BITS = 16;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

  /** About a millisecond, and no division. */
  private static final int NANO_BITS = 20;

  /** The moment and, in the lowest bits, how many were sent in it. */
  private final AtomicLong sent = new AtomicLong();

  /** Whether one more may be sent now; if so, it counts as sent. */
  boolean take(long nowNanos) {
    long moment = nowNanos >>> NANO_BITS << COUNT_BITS;
    while (true) {
      long before = sent.get();
      long after = (before & ~COUNT_MASK) == moment ? before + 1 : moment + 1;
      if ((after & COUNT_MASK) > PER_MILLI) {
        return false;
      }
      if (sent.compareAndSet(before, after)) {
        return true;
      }
    }
  }
}
