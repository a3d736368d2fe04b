package io.sidestat.collector.journal;

import io.sidestat.collector.model.MetricId;
import java.util.Map;

/**
 * Which history to read.
 *
 * @param name the metric's
 * @param dimensions that a series must have, with these values; it may have more
 * @param fromEpochMillis inclusive: intervals that end after it
 * @param toEpochMillis exclusive: intervals that start before it
 */
public record HistoryFilter(
    String name, Map<String, String> dimensions, long fromEpochMillis, long toEpochMillis) {

  boolean matches(MetricId id) {
    return dimensions.entrySet().stream()
        .allMatch(
            wanted -> id.dimension(wanted.getKey()).filter(wanted.getValue()::equals).isPresent());
  }
}
