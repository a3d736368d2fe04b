package io.sidestat.collector.query;

import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.MetricId;
import java.util.List;
import java.util.Set;

/**
 * What CloudWatch keeps and charges as one metric: a namespace, a name and an exact set of
 * dimensions, whatever the type and the unit.
 *
 * @param dimensions ascending by name
 */
record BilledMetric(String namespace, String name, List<Dimension> dimensions) {
  static BilledMetric of(MetricId id) {
    return new BilledMetric(id.namespace(), id.name(), id.dimensions());
  }

  boolean hasOneOf(Set<String> dimensionNames) {
    return dimensions.stream().map(Dimension::name).anyMatch(dimensionNames::contains);
  }
}
