package io.sidestat.collector.slo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sidestat.collector.config.SloObjective;
import io.sidestat.collector.config.SloObjective.LatencyShare;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From which burn rate on someone is paged. */
final class BurnRateLimitTest {
  @ParameterizedTest
  @CsvSource({
    "99,    30, 14.4,  6",
    "99.9,  30, 14.4,  6",
    "95,    30, 14.4,  6",
    "99,    28, 13.44, 5.6",
    "99.95, 90, 43.2,  18",
    "99,    7,  3.36,  1.4",
  })
  void rate_ofUsualObjectives_isTheShareOfTheBudgetInTheLongWindow(
      double target, int days, double fast, double slow) {
    assertEquals(new BurnRateLimit(fast, Optional.empty()), of(AlertPair.FAST, target, days * 24));
    assertEquals(new BurnRateLimit(slow, Optional.empty()), of(AlertPair.SLOW, target, days * 24));
  }

  @Test
  void rate_thatNothingReaches_isThreeQuartersOfTheWayThere() {
    BurnRateLimit limit = of(AlertPair.FAST, 90, 30 * 24);

    assertEquals(7.75, limit.rate());
    assertEquals(
        Optional.of(
            "the fast alarm compares with a burn rate of 7.75, not 14.4: if every request fails it"
                + " is 10"),
        limit.note());
  }

  @ParameterizedTest
  @CsvSource({"90, 7.75", "80, 4", "50, 1.75", "10, 1.083", "0.000001, 1"})
  void rate_ofLowTargets_canBeReached(double target, double rate) {
    BurnRateLimit limit = of(AlertPair.FAST, target, 90 * 24);

    assertEquals(rate, limit.rate());
  }

  @Test
  void rate_overShortWindows_isOne() {
    BurnRateLimit limit = of(AlertPair.FAST, 99, 24);

    assertEquals(1, limit.rate());
    assertEquals(
        Optional.of(
            "the fast alarm compares with a burn rate of 1, not 0.48: below 1 an objective over"
                + " 24h is being kept"),
        limit.note());
  }

  private static BurnRateLimit of(AlertPair pair, double target, int hours) {
    SloObjective objective =
        new LatencyShare(target, Duration.ofMillis(500), Duration.ofHours(hours));
    return BurnRateLimit.of(pair, objective);
  }
}
