package io.sidestat.collector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final MutableClock clock = new MutableClock(Instant.parse("2026-11-23T12:00:00Z"));
  private final Pace pace = new Pace(4, 20, clock);

  @Test
  void begun_twentyASecond_fiftyMillisecondsApart() {
    assertEquals(0, pace.waitMillis());

    pace.begun();

    assertEquals(50, pace.waitMillis());
    clock.advance(Duration.ofMillis(49));
    assertEquals(1, pace.waitMillis());
    clock.advance(Duration.ofMillis(1));
    assertEquals(0, pace.waitMillis());
  }

  @Test
  void throttled_halvesTheRateAndWhatIsTakenRaisesIt() {
    pace.throttled();
    pace.begun();
    assertEquals(100, pace.waitMillis());

    pace.throttled();
    pace.begun();
    assertEquals(200, pace.waitMillis());

    pace.answered();
    pace.begun();
    assertEquals(166, pace.waitMillis());
  }

  @Test
  void throttled_again_neverBelowOneInTwoSeconds() {
    for (int i = 0; i < 20; i++) {
      pace.throttled();
      pace.answered();
      pace.throttled();
    }

    pace.begun();

    assertTrue(pace.waitMillis() <= 2_000, () -> "" + pace.waitMillis());
  }

  @Test
  void failed_threeInARow_oneAtATime() {
    pace.failed();
    pace.failed();
    assertFalse(pace.away());
    assertEquals(4, pace.concurrent());

    pace.failed();

    assertTrue(pace.away());
    assertEquals(1, pace.concurrent());
    pace.answered();
    assertEquals(4, pace.concurrent());
  }

  @Test
  void failed_aSuccessBetween_isNotAway() {
    for (int i = 0; i < 10; i++) {
      pace.failed();
      pace.failed();
      pace.answered();
    }

    assertFalse(pace.away());
  }

  @Test
  void failed_onAndOn_waitsAreAnythingUpToAMinute() {
    long longest = 0;
    for (int i = 0; i < 500; i++) {
      pace.failed();
      longest = Math.max(longest, pace.waitMillis());
    }

    assertTrue(longest <= 60_000, "longest: " + longest);
    assertTrue(longest > 45_000, "longest: " + longest);
  }

  @Test
  void waitMillis_clockSetBack_doesNotWaitForItToCatchUp() {
    pace.begun();

    clock.advance(Duration.ofHours(-3));

    assertEquals(0, pace.waitMillis());
  }
}
