package io.sidestat.collector.slo;

import io.sidestat.collector.config.DurationText;
import io.sidestat.collector.config.SloObjective;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * The burn rate above which a pair of windows pages. A rate of 1 spends the error budget exactly in
 * the objective's window. Immutable.
 *
 * <p>It is the pair's share of the budget, spent in its long window: 14.4 and 6 for 30 days. Two
 * bounds hold it where it can mean something. It is at least 1, since below that the objective is
 * being kept. And it is at most three quarters of the way from 1 to the rate at which every request
 * fails, 100 / (100 - target), so that an outage always pages: for a target of 90 %, 7.75 in place
 * of 14.4, which nothing reaches.
 *
 * @param rate above which someone is paged
 * @param note if it is not the pair's own, what it is and why
 */
record BurnRateLimit(double rate, Optional<String> note) {
  private static final double REACH = 0.75;
  private static final int PLACES = 3;

  static BurnRateLimit of(AlertPair pair, SloObjective objective) {
    double wanted =
        (double) objective.window().toSeconds()
            * pair.budgetPercent()
            / (100.0 * pair.longSeconds());
    double reachable = 100 / PlainNumber.left(objective.target());
    double highest = rounded(1 + REACH * (reachable - 1));
    if (wanted > highest) {
      return new BurnRateLimit(
          highest,
          Optional.of(
              explained(pair, wanted, highest)
                  + "if every request fails it is "
                  + PlainNumber.text(rounded(reachable))));
    }
    if (wanted < 1) {
      return new BurnRateLimit(
          1,
          Optional.of(
              explained(pair, wanted, 1)
                  + "below 1 an objective over "
                  + DurationText.write(objective.window())
                  + " is being kept"));
    }
    return new BurnRateLimit(wanted, Optional.empty());
  }

  private static String explained(AlertPair pair, double wanted, double used) {
    return "the %s alarm compares with a burn rate of %s, not %s: "
        .formatted(pair.label(), PlainNumber.text(used), PlainNumber.text(rounded(wanted)));
  }

  private static double rounded(double rate) {
    return BigDecimal.valueOf(rate).setScale(PLACES, RoundingMode.HALF_EVEN).doubleValue();
  }
}
