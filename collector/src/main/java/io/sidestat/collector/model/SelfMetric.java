package io.sidestat.collector.model;

import java.util.List;

/**
 * What a collector publishes of itself, in the namespace it is configured for: so a request more is
 * not needed for it, nor a permission.
 */
public enum SelfMetric {
  /** 1 of every interval, whether a sample came or not: what is missing when a collector stops. */
  HEARTBEAT("Sidestat/Heartbeat"),
  /** Samples lost since the interval before. */
  SAMPLES_LOST("Sidestat/SamplesLost"),
  /** Samples that clients say they lost before they sent them; from the clients, by Reason. */
  CLIENT_SAMPLES_LOST("Sidestat/ClientSamplesLost");

  private final String metricName;

  SelfMetric(String metricName) {
    this.metricName = metricName;
  }

  /** Its name in CloudWatch. */
  public String metricName() {
    return metricName;
  }

  /** The metric, a counter by Environment alone. */
  public MetricId id(String namespace, String environment) {
    return new MetricId(
        SeriesType.COUNTER,
        namespace,
        metricName,
        Unit.COUNT,
        List.of(new Dimension("Environment", environment)));
  }
}
