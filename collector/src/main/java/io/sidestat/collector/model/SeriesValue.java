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

  /** The type of the series that such a value belongs to. */
  SeriesType type();
}
