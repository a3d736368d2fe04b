package io.sidestat.collector.slo;

import io.sidestat.collector.config.SloObjective;
import java.util.OptionalDouble;

/**
 * What was measured over a window.
 *
 * @param samples that count: of availability the good and the bad requests; 0 or more
 * @param value of what the objective limits: a percentage, or a percentile in the metric's unit;
 *     empty if it is not known
 * @param goodPercent which percentage of the samples was good; empty if it is not known
 */
public record Measurement(double samples, OptionalDouble value, OptionalDouble goodPercent) {
  /** Nothing was measured. */
  static final Measurement NONE =
      new Measurement(0, OptionalDouble.empty(), OptionalDouble.empty());

  /** Samples that were not good; none known are none. */
  double bad() {
    return samples * (100 - goodPercent.orElse(100)) / 100;
  }

  /**
   * Which percentage of the error budget of the window is left: 100 of one that is untouched, below
   * 0 of one that is overdrawn.
   */
  public OptionalDouble budgetLeftPercent(SloObjective objective) {
    return goodPercent.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            100 - (100 - goodPercent.getAsDouble()) / (100 - objective.target()) * 100);
  }
}
