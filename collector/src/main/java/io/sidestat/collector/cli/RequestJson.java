package io.sidestat.collector.cli;

import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.StatisticSet;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request as {@code aws cloudwatch put-metric-data --cli-input-json} takes it. */
final class RequestJson {
  private RequestJson() {}

  static Map<String, Object> of(DatumBatch batch) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("Namespace", batch.namespace());
    request.put("MetricData", batch.datums().stream().map(RequestJson::of).toList());
    return request;
  }

  private static Map<String, Object> of(Datum datum) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("MetricName", datum.name());
    object.put(
        "Dimensions",
        datum.dimensions().stream()
            .map(dimension -> Map.of("Name", dimension.name(), "Value", dimension.value()))
            .toList());
    object.put("Timestamp", Instant.ofEpochMilli(datum.timestampEpochMillis()).toString());
    object.put("Unit", datum.unit().label());
    object.put("StorageResolution", datum.storageResolutionSeconds());
    StatisticSet statistics = datum.statistics();
    if (statistics == null) {
      object.put("Value", datum.values()[0]);
      return object;
    }
    object.put(
        "StatisticValues",
        Map.of(
            "SampleCount", statistics.count(),
            "Sum", statistics.sum(),
            "Minimum", statistics.min(),
            "Maximum", statistics.max()));
    if (datum.values().length > 0) {
      object.put("Values", datum.values());
      object.put("Counts", datum.counts());
    }
    return object;
  }
}
