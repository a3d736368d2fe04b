package io.sidestat.collector.model;

/**
 * A series and what it held for an interval that is over.
 *
 * @param resolution how finely CloudWatch is to store it
 * @param samples received that are accounted for here, unweighed: 0 where they are accounted for
 *     under another identity, as in a roll-up beside its original
 */
public record ClosedSeries(MetricId id, Resolution resolution, SeriesValue value, long samples) {

  /** A series stored as the length of its interval asks for, with no sample accounted for. */
  public ClosedSeries(MetricId id, SeriesValue value) {
    this(id, Resolution.OF_INTERVAL, value, 0);
  }

  /** The samples of both, under the identity of this one. */
  public ClosedSeries merge(ClosedSeries other) {
    return with(other, value.merge(other.value));
  }

  /** The series once the samples of another came to it, later in the same interval. */
  public ClosedSeries followedBy(ClosedSeries later) {
    return with(later, value.followedBy(later.value));
  }

  private ClosedSeries with(ClosedSeries other, SeriesValue both) {
    return new ClosedSeries(id, resolution.finer(other.resolution), both, samples + other.samples);
  }

  /** The same under another identity, with so many samples accounted for. */
  public ClosedSeries as(MetricId other, long accountedFor) {
    return new ClosedSeries(other, resolution, value, accountedFor);
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
