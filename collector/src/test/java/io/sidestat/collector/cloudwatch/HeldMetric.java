package io.sidestat.collector.cloudwatch;

import io.sidestat.collector.model.StatisticSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** All datums of one metric, and CloudWatch's statistics over them. */
public record HeldMetric(List<ReceivedDatum> datums) {
  public HeldMetric {
    datums = List.copyOf(datums);
  }

  /** SampleCount, Sum, Minimum and Maximum. */
  public StatisticSet statistics() {
    return datums.stream()
        .map(HeldMetric::statistics)
        .reduce(StatisticSet::merge)
        .orElseThrow(() -> new AssertionError("the metric was never published"));
  }

  private static StatisticSet statistics(ReceivedDatum datum) {
    StatisticSet sent = datum.statistics();
    if (sent != null) {
      return sent;
    }
    double count = 0;
    double sum = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < datum.values().length; i++) {
      count += datum.counts()[i];
      sum += datum.values()[i] * datum.counts()[i];
      min = Math.min(min, datum.values()[i]);
      max = Math.max(max, datum.values()[i]);
    }
    return new StatisticSet(count, sum, min, max);
  }

  /**
   * The percentile by nearest rank over Values and Counts; empty where CloudWatch answers none: a
   * statistic set without its distribution, or a negative value.
   */
  public OptionalDouble percentile(double percent) {
    if (!hasDistribution()) {
      return OptionalDouble.empty();
    }
    SortedMap<Double, Double> counts = countByValue();
    double total = counts.values().stream().mapToDouble(Double::doubleValue).sum();
    double seen = 0;
    for (Map.Entry<Double, Double> value : counts.entrySet()) {
      seen += value.getValue();
      if (seen >= percent / 100 * total * (1 - 1e-9)) {
        return OptionalDouble.of(value.getKey());
      }
    }
    return OptionalDouble.empty();
  }

  /** Which percentage of the samples is at most the bound; empty where there are no percentiles. */
  public OptionalDouble percentUpTo(double bound) {
    if (!hasDistribution()) {
      return OptionalDouble.empty();
    }
    double upTo = 0;
    double total = 0;
    for (Map.Entry<Double, Double> value : countByValue().entrySet()) {
      total += value.getValue();
      upTo += value.getKey() <= bound ? value.getValue() : 0;
    }
    return OptionalDouble.of(100 * upTo / total);
  }

  private boolean hasDistribution() {
    return datums.stream()
        .allMatch(datum -> datum.values().length > 0 && statistics(datum).min() >= 0);
  }

  private SortedMap<Double, Double> countByValue() {
    SortedMap<Double, Double> counts = new TreeMap<>();
    for (ReceivedDatum datum : datums) {
      for (int i = 0; i < datum.values().length; i++) {
        counts.merge(datum.values()[i], datum.counts()[i], Double::sum);
      }
    }
    return counts;
  }
}
