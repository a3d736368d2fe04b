package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long MILLI = 1 << 20;

  private final Pace pace = new Pace();

  private int taken(long nowNanos) {
    int taken = 0;
    while (taken < 10_000 && pace.take(nowNanos)) {
      taken++;
    }
    return taken;
  }

  @Test
  void take_inOneMillisecond_isBounded() {
    assertEquals(Pace.PER_MILLI, taken(5 * MILLI));
    assertEquals(0, taken(6 * MILLI - 1));
  }

  @Test
  void take_inTheNext_goesOn() {
    taken(5 * MILLI);

    assertEquals(Pace.PER_MILLI, taken(6 * MILLI));
  }

  /** Times of System.nanoTime may be negative, and another thread's may be a bit older. */
  @Test
  void take_whateverTheTime_neverEndsTheFlow() {
    assertTrue(taken(-3 * MILLI) > 0);
    assertTrue(taken(-4 * MILLI) > 0);
    assertTrue(taken(Long.MAX_VALUE) > 0);
    assertTrue(taken(Long.MIN_VALUE) > 0);
  }
}
