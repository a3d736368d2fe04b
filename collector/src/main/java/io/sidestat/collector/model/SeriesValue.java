package io.sidestat.collector.model;

/**
 * What one series holds for one interval, after any merge. Two of the same type merge; the merge is
 * associative and commutative (sums to double precision) and adds no error, so that intervals,
 * roll-ups and hosts may be merged in any order.
 */
public sealed interface SeriesValue permits Distribution, CounterTotal, GaugeSamples, SetMembers {

  /**
   * This and the other, as if their samples had come to one series.
   *
   * @throws IllegalArgumentException if the other is of another type
   */
  SeriesValue merge(SeriesValue other);

  /**
   * What the series holds once the samples of another came to it, later in the same interval.
   *
   * @throws IllegalArgumentException if the other is of another type
   */
  default SeriesValue followedBy(SeriesValue later) {
    return merge(later);
  }

  /** The type of the series that such a value belongs to. */
  SeriesType type();
}
