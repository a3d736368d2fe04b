package io.sidestat.collector.slo;

import io.sidestat.collector.config.SloObjective;
import io.sidestat.collector.config.SloObjective.Availability;
import io.sidestat.collector.config.SloObjective.LatencyPercentile;
import io.sidestat.collector.config.SloObjective.LatencyShare;
import io.sidestat.collector.model.MetricId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The formulas of metric math that an objective's burn rate and its counts of requests are. Each is
 * a gap while there are no requests: no traffic is neither a success nor an outage.
 */
final class BurnRate {
  private static final String WITHIN = "within";
  private static final String ALL = "requests";

  private BurnRate() {}

  /**
   * The share of bad requests over the share that may be bad.
   *
   * @throws IllegalArgumentException for an objective about a percentile, which has no such share
   */
  static Calculation of(Promise promise, int periodSeconds) {
    SloObjective objective = promise.objective();
    String budget = PlainNumber.text(PlainNumber.left(objective.target()));
    if (objective instanceof Availability availability) {
      Calculation total = total(promise, availability, periodSeconds);
      return new Calculation(
          total.inputById(),
          "IF(%1$s>0,100*%2$s/%1$s/%3$s)"
              .formatted(total.expression(), sum(ids("bad", availability.bad())), budget),
          "burn rate");
    }
    if (objective instanceof LatencyShare share) {
      return new Calculation(
          Map.of(WITHIN, within(promise, share, periodSeconds)),
          "(100-" + WITHIN + ")/" + budget,
          "burn rate");
    }
    throw new IllegalArgumentException("no share of requests: " + objective.text());
  }

  /** How many requests are good or bad. */
  static Calculation total(Promise promise, Availability availability, int periodSeconds) {
    Map<String, MetricStatistic> inputs = new LinkedHashMap<>();
    add(inputs, "good", promise, availability.good(), periodSeconds);
    add(inputs, "bad", promise, availability.bad(), periodSeconds);
    return new Calculation(inputs, sum(inputs.keySet()), "good and bad requests");
  }

  /** How many requests are bad. */
  static Calculation bad(Promise promise, Availability availability, int periodSeconds) {
    Map<String, MetricStatistic> inputs = new LinkedHashMap<>();
    add(inputs, "bad", promise, availability.bad(), periodSeconds);
    return new Calculation(inputs, sum(inputs.keySet()), "bad requests");
  }

  /** How many requests there are a latency of. */
  static Calculation measured(Promise promise, int periodSeconds) {
    return new Calculation(
        Map.of(ALL, count(promise, periodSeconds)), "FILL(" + ALL + ",0)", "requests");
  }

  /** How many requests are within the threshold. */
  static Calculation fastEnough(Promise promise, LatencyShare share, int periodSeconds) {
    Map<String, MetricStatistic> inputs = new LinkedHashMap<>();
    inputs.put(WITHIN, within(promise, share, periodSeconds));
    inputs.put(ALL, count(promise, periodSeconds));
    return new Calculation(
        inputs, "FILL(" + ALL + "*" + WITHIN + "/100,0)", "requests within the threshold");
  }

  /** The objective about a share of requests that is the same as one about a percentile. */
  static LatencyShare share(LatencyPercentile percentile) {
    return new LatencyShare(percentile.percentile(), percentile.threshold(), percentile.window());
  }

  private static MetricStatistic within(Promise promise, LatencyShare share, int periodSeconds) {
    return new MetricStatistic(
        promise.metrics().latency(),
        Statistics.rank(share.threshold(), promise.metrics().service().latencyUnit()),
        periodSeconds);
  }

  private static MetricStatistic count(Promise promise, int periodSeconds) {
    return new MetricStatistic(promise.metrics().latency(), "SampleCount", periodSeconds);
  }

  private static void add(
      Map<String, MetricStatistic> inputs,
      String kind,
      Promise promise,
      List<String> statusClasses,
      int periodSeconds) {
    for (String statusClass : new TreeSet<>(statusClasses)) {
      MetricId counter = promise.metrics().requests(List.of(statusClass)).get(0);
      inputs.put(kind + "_" + statusClass, new MetricStatistic(counter, "Sum", periodSeconds));
    }
  }

  private static Set<String> ids(String kind, List<String> statusClasses) {
    return statusClasses.stream()
        .map(statusClass -> kind + "_" + statusClass)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * A class without a request has no data at all and counts as zero. SUM over several, and not
   * plus, which has no value where one of its sides has none.
   */
  private static String sum(Collection<String> ids) {
    String filled = ids.stream().map(id -> "FILL(" + id + ",0)").collect(Collectors.joining(","));
    return ids.size() == 1 ? filled : "SUM([" + filled + "])";
  }
}
