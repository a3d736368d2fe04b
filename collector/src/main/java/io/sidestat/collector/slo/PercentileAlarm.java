package io.sidestat.collector.slo;

import io.sidestat.collector.config.SloObjective.LatencyPercentile;

/**
 * The alarm on a percentile of the latency: at or above the threshold in three stretches of five
 * minutes in a row. Three, since one slow minute moves the percentile of five; five minutes, since
 * CloudWatch holds a percentile of fewer than 10 / (1 - p) samples to be none, which is 200 of p95
 * (CloudWatch user guide, percentile-based alarms and low data samples, read 2026-11-23), and a
 * minute has so many more seldom. The state then stays as it was.
 */
final class PercentileAlarm {
  private static final int PERIOD_SECONDS = 300;
  private static final int PERIODS = 3;

  private PercentileAlarm() {}

  static Alarm of(Promise promise, LatencyPercentile percentile, AlarmNames names) {
    String statistic = "p" + PlainNumber.text(percentile.percentile());
    double threshold =
        Statistics.inUnit(percentile.threshold(), promise.metrics().service().latencyUnit());
    return new Alarm.OfMetric(
        names.next(promise.name(), ""),
        description(promise, statistic, samplesNeeded(percentile.percentile())),
        new MetricStatistic(promise.metrics().latency(), statistic, PERIOD_SECONDS),
        Alarm.Comparison.AT_LEAST,
        threshold,
        PERIODS,
        PERIODS,
        false,
        true);
  }

  /** How many samples a period must have for the alarm to look at it. */
  static long samplesNeeded(double percentile) {
    return (long) Math.ceil(1000 / PlainNumber.left(percentile));
  }

  private static String description(Promise promise, String statistic, long samples) {
    return promise.heading()
        + ". "
        + statistic
        + " has been at or above that for 15 minutes. First: see what was deployed or changed when"
        + " it began, and take it back; if nothing was, compare the traffic with the usual, and the"
        + " latency of what the endpoint calls. With fewer than "
        + samples
        + " requests in 5 minutes the state stays as it was: then promise a share of requests, such"
        + " as "
        + PlainNumber.text(promise.objective().target())
        + "% below the same threshold.";
  }
}
