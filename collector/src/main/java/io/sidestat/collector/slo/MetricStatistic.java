package io.sidestat.collector.slo;

import io.sidestat.collector.model.MetricId;
import java.util.Set;

/**
 * A statistic of one metric over stretches of time. Without the metric's unit: to CloudWatch that
 * is a filter only, and one that does not match leaves an alarm without data. Immutable.
 *
 * @param statistic as CloudWatch writes it: {@code Sum}, {@code p95}, {@code PR(:500)}
 * @param periodSeconds 60 or a multiple of it
 */
record MetricStatistic(MetricId metric, String statistic, int periodSeconds) implements Watched {
  private static final Set<String> SIMPLE =
      Set.of("SampleCount", "Average", "Sum", "Minimum", "Maximum");

  /** Whether it is one that needs the distribution, which templates name by another key. */
  boolean isExtended() {
    return !SIMPLE.contains(statistic);
  }
}
