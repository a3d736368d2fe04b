package io.sidestat.collector.cli.live;

import io.sidestat.collector.model.MetricId;
import java.util.Map;
import java.util.Optional;

/**
 * What to look at: one metric, of all series that have these dimensions. Immutable.
 *
 * @param namespace empty for any
 * @param dimensions that series must have with these values; whatever else they have is merged
 * @param by a dimension whose values are kept apart
 */
public record LiveKey(
    Optional<String> namespace,
    String metric,
    Map<String, String> dimensions,
    Optional<String> by) {

  public LiveKey {
    dimensions = Map.copyOf(dimensions);
  }

  boolean matches(MetricId id) {
    return id.name().equals(metric)
        && namespace.map(id.namespace()::equals).orElse(true)
        && dimensions.entrySet().stream()
            .allMatch(
                wanted ->
                    id.dimension(wanted.getKey()).filter(wanted.getValue()::equals).isPresent());
  }

  LiveGroup group(MetricId id) {
    return new LiveGroup(
        id.namespace(), id.type(), id.unit(), by.flatMap(id::dimension).orElse(""));
  }
}
