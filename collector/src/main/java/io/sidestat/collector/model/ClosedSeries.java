package io.sidestat.collector.model;

/** A series and what it held for an interval that is over. */
public record ClosedSeries(MetricId id, SeriesValue value) {

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
