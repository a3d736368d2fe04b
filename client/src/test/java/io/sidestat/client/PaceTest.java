package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long MILLI = 1_000_000;

  /** The tolerance, and the one that is due now. */
  private static final int AT_ONCE = (int) (Pace.PER_MILLI * Pace.TOLERANCE_NANOS / MILLI) + 1;

  private static int taken(Pace pace, long nowNanos) {
    int taken = 0;
    while (taken < 10_000 && pace.take(nowNanos)) {
      taken++;
    }
    return taken;
  }

  @Test
  void take_atOnce_isBoundedByTheTolerance() {
    Pace pace = new Pace(0);

    assertEquals(AT_ONCE, taken(pace, 0), 1);
    assertFalse(pace.take(0));
  }

  /** Whoever looks late gets what it has missed; over a second that is the rate. */
  @Test
  void take_atWhateverMoments_isTheRateInTheLongRun() {
    for (long every : List.of(10_000L, 300_000L, 1_900_000L)) {
      Pace pace = new Pace(0);
      int taken = 0;
      for (long now = 0; now < 1_000 * MILLI; now += every) {
        taken += taken(pace, now);
      }
      assertEquals(1_000 * Pace.PER_MILLI, taken, 3 * AT_ONCE, "looked every " + every + " ns");
    }
  }

  @Test
  void take_afterALongPause_savesNothingUp() {
    Pace pace = new Pace(0);

    assertEquals(AT_ONCE, taken(pace, 3_600_000 * MILLI), 1);
  }

  /** Times of System.nanoTime may be negative and overflow. */
  @Test
  void take_acrossTheEndOfTime_goesOn() {
    Pace pace = new Pace(Long.MAX_VALUE - 10);
    assertTrue(taken(pace, Long.MAX_VALUE - 10) > 0);

    assertTrue(taken(pace, Long.MAX_VALUE - 10 + 5 * MILLI) > 0);
  }
}
