package io.sidestat.collector.cloudwatch;

import java.util.Map;

/** What CloudWatch keeps apart: a name with its exact dimensions, and the unit. */
public record MetricKey(
    String namespace, String name, String unit, Map<String, String> dimensions) {
  public MetricKey {
    dimensions = Map.copyOf(dimensions);
  }
}
