package io.sidestat.collector.slo;

import java.util.OptionalLong;

/**
 * What there must be before an objective is judged.
 *
 * @param samples the least number; empty: as many that one bad sample does not break the promise
 * @param coveragePercent of the window from the first data on, 0 to 100
 * @param idleAllowed whether an endpoint without requests is fine while the collector reports
 */
public record Demands(OptionalLong samples, double coveragePercent, boolean idleAllowed) {
  /** As {@code verify} has it unless told otherwise. */
  public static final Demands USUAL = new Demands(OptionalLong.empty(), 80, false);

  /** The least number of samples for a promise of that target. */
  long samplesFor(double targetPercent) {
    // Rounded before it is rounded up: 100 / (100 - 99.9) is a little more than 1000 in doubles.
    return samples.orElseGet(
        () -> (long) Math.ceil(Math.round(1e6 * 100 / (100 - targetPercent)) / 1e6));
  }
}
