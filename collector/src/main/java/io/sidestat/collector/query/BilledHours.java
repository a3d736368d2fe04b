package io.sidestat.collector.query;

import static io.sidestat.collector.journal.Activity.HOUR_MILLIS;

import io.sidestat.collector.journal.Activity;
import io.sidestat.collector.model.MetricId;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * In which clock hours each metric is charged. CloudWatch charges a metric for an hour if it gets
 * data in it. The first and the last hour are seen in part, so an average weighs each hour by how
 * much of it lies between the first and the last interval: metrics that come and go, and are not
 * seen yet in the hour just begun, then bend the average little. Hours without any interval are
 * left out.
 */
final class BilledHours {
  private final Map<BilledMetric, BitSet> hoursByMetric = new HashMap<>();
  private final Set<BilledMetric> originals = new HashSet<>();
  private final long firstHour;
  private final double[] weights;
  private final double hours;

  /** The hours of what is published of that activity. */
  BilledHours(Activity activity, Function<MetricId, Set<MetricId>> publishedAs) {
    boolean empty = activity.hours().isEmpty();
    firstHour = empty ? 0 : activity.hours().first();
    weights = new double[empty ? 0 : Math.toIntExact(activity.hours().last() - firstHour + 1)];
    activity.hours().forEach(hour -> weights[(int) (hour - firstHour)] = weight(activity, hour));
    hours = sum(weights);
    activity.hoursBySeries().forEach((id, when) -> add(id, when, publishedAs));
  }

  private static double weight(Activity activity, long hour) {
    long start = Math.max(activity.startEpochMillis(), hour * HOUR_MILLIS);
    long end = Math.min(activity.endEpochMillis(), (hour + 1) * HOUR_MILLIS);
    return (double) (end - start) / HOUR_MILLIS;
  }

  private static double sum(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    return sum;
  }

  private void add(MetricId id, List<Long> when, Function<MetricId, Set<MetricId>> publishedAs) {
    for (MetricId published : publishedAs.apply(id)) {
      BilledMetric metric = BilledMetric.of(published);
      BitSet billed = hoursByMetric.computeIfAbsent(metric, m -> new BitSet(weights.length));
      when.forEach(hour -> billed.set((int) (hour - firstHour)));
      if (published.equals(id)) {
        originals.add(metric);
      }
    }
  }

  /** How long was looked at, in hours. */
  double hours() {
    return hours;
  }

  /** Clock hours from the first to the last that hold nothing. */
  int emptyHours(Activity activity) {
    return weights.length - activity.hours().size();
  }

  /** All metrics that are charged, each once. */
  Set<BilledMetric> metrics() {
    return hoursByMetric.keySet();
  }

  /** Whether no series is of that identity by itself. */
  boolean isRollUp(BilledMetric metric) {
    return !originals.contains(metric);
  }

  /** The metric's share of the hours looked at, 0 to 1. */
  double share(BilledMetric metric) {
    double billed = 0;
    BitSet when = hoursByMetric.getOrDefault(metric, new BitSet());
    for (int hour = when.nextSetBit(0); hour >= 0; hour = when.nextSetBit(hour + 1)) {
      billed += weights[hour];
    }
    return hours == 0 ? 0 : billed / hours;
  }
}
