package io.sidestat.collector.model;

/**
 * A series and what it held for an interval that is over.
 *
 * @param resolution how finely CloudWatch is to store it
 */
public record ClosedSeries(MetricId id, Resolution resolution, SeriesValue value) {

  /** A series stored as the length of its interval asks for. */
  public ClosedSeries(MetricId id, SeriesValue value) {
    this(id, Resolution.OF_INTERVAL, value);
  }

  /** The samples of both, under the identity of this one. */
  public ClosedSeries merge(ClosedSeries other) {
    return new ClosedSeries(id, resolution.finer(other.resolution), value.merge(other.value));
  }

  /**
   * Checks that the value is of the series' type.
   *
   * @throws IllegalArgumentException if not
   */
  public ClosedSeries {
    if (id.type() != value.type()) {
      throw new IllegalArgumentException("a " + id.type() + " does not hold a " + value.type());
    }
  }
}
