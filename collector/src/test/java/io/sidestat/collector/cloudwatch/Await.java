package io.sidestat.collector.cloudwatch;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, with a bound. */
public final class Await {
  private static final Duration BOUND = Duration.ofSeconds(15);
  private static final long LOOK_EVERY_NANOS = 5_000_000;

  private Await() {}

  /** Waits up to 15 s; fails with the words given if the condition does not come true. */
  public static void until(String what, Callable<Boolean> condition) {
    long start = System.nanoTime();
    while (!holds(what, condition)) {
      if (System.nanoTime() - start > BOUND.toNanos()) {
        throw new AssertionError("waited " + BOUND.toSeconds() + " s in vain until " + what);
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }

  private static boolean holds(String what, Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (Exception e) {
      throw new AssertionError("failed while waiting until " + what, e);
    }
  }
}
