package io.sidestat.collector.model;

import java.util.List;
import java.util.Optional;

/**
 * A series' identity after shaping. CloudWatch keeps each namespace, name and exact set of
 * dimensions apart; Sidestat also keeps types and units apart, since their samples do not add up.
 *
 * @param dimensions ascending by name, each name once; any order may be given
 */
public record MetricId(
    SeriesType type, String namespace, String name, Unit unit, List<Dimension> dimensions) {

  /**
   * Sorts the dimensions.
   *
   * @throws IllegalArgumentException if a dimension name stands twice
   */
  public MetricId {
    dimensions = dimensions.stream().sorted().toList();
    for (int i = 1; i < dimensions.size(); i++) {
      if (dimensions.get(i).name().equals(dimensions.get(i - 1).name())) {
        throw new IllegalArgumentException("dimension twice: " + dimensions.get(i).name());
      }
    }
  }

  /** The value of the dimension of that name, or empty. */
  public Optional<String> dimension(String dimensionName) {
    return dimensions.stream()
        .filter(d -> d.name().equals(dimensionName))
        .map(Dimension::value)
        .findFirst();
  }

  /** The same metric under other dimensions. */
  public MetricId withDimensions(List<Dimension> others) {
    return new MetricId(type, namespace, name, unit, others);
  }

  /** For people: {@code ResponseTime{Endpoint=/x,Environment=prod}}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name).append('{');
    for (int i = 0; i < dimensions.size(); i++) {
      text.append(i == 0 ? "" : ",").append(dimensions.get(i));
    }
    return text.append('}').toString();
  }
}
