package io.sidestat.client;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * A lock for a few instructions, held across no system call. Waiting for it allocates nothing,
 * unlike a {@code ReentrantLock}, and pins no virtual thread to its carrier, unlike a monitor.
 * Whoever waits gives its processor away, so that a holder that lost its own gets on.
 */
final class SpinLock {

  private static final AtomicIntegerFieldUpdater<SpinLock> HELD =
      AtomicIntegerFieldUpdater.newUpdater(SpinLock.class, "held");

  private volatile int held;

  boolean tryLock() {
    return held == 0 && HELD.compareAndSet(this, 0, 1);
  }

  void lock() {
    while (!tryLock()) {
      giveWay();
    }
  }

  /** Offers this thread's processor to the holder of a lock, who needs it for nanoseconds only. */
  @SuppressWarnings("ThreadPriorityCheck") // Without a scheduler that follows, it still gets there.
  static void giveWay() {
    Thread.yield();
  }

  /**
   * What its holder did is seen by the next one. It is no fence before what the thread does next.
   */
  void unlock() {
    HELD.lazySet(this, 0);
  }
}
