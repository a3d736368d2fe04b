package io.sidestat.collector.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.collector.model.StatisticSet;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A valid MetricDatum as it came.
 *
 * @param statistics StatisticValues, or null
 * @param values Values, or the one Value
 * @param counts of the same length; 1 each where none were sent
 */
public record ReceivedDatum(
    MetricKey key,
    long timestampEpochMillis,
    int storageResolutionSeconds,
    @Nullable StatisticSet statistics,
    double[] values,
    double[] counts) {
  private static final int STORAGE_RESOLUTION_DEFAULT = 60;

  static ReceivedDatum of(String namespace, JsonNode datum) {
    Map<String, String> dimensions = new LinkedHashMap<>();
    datum
        .path("Dimensions")
        .forEach(d -> dimensions.put(d.path("Name").asText(), d.path("Value").asText()));
    double[] values =
        datum.has("Value")
            ? new double[] {datum.path("Value").asDouble()}
            : numbers(datum.path("Values"));
    double[] counts = datum.has("Counts") ? numbers(datum.path("Counts")) : ones(values.length);
    return new ReceivedDatum(
        new MetricKey(
            namespace,
            datum.path("MetricName").asText(),
            datum.path("Unit").asText("None"),
            dimensions),
        Math.round(datum.path("Timestamp").asDouble() * 1000),
        datum.path("StorageResolution").asInt(STORAGE_RESOLUTION_DEFAULT),
        statistics(datum.path("StatisticValues")),
        values,
        counts);
  }

  private static @Nullable StatisticSet statistics(JsonNode set) {
    return set.isMissingNode()
        ? null
        : new StatisticSet(
            set.path("SampleCount").asDouble(),
            set.path("Sum").asDouble(),
            set.path("Minimum").asDouble(),
            set.path("Maximum").asDouble());
  }

  private static double[] numbers(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private static double[] ones(int length) {
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
