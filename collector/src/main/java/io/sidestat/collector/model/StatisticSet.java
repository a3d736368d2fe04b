package io.sidestat.collector.model;

/**
 * How many samples, their sum, the smallest and the largest: CloudWatch's StatisticValues.
 *
 * @param count samples, each weighed by 1 / its sample rate; above 0, and whole if no sample was
 *     sampled
 * @param sum of the weighed samples
 */
public record StatisticSet(double count, double sum, double min, double max) {

  /**
   * Checks that this describes at least one real sample.
   *
   * @throws IllegalArgumentException if the count is not above 0, a number is not finite, or min is
   *     above max
   */
  public StatisticSet {
    if (!(count > 0) || !Double.isFinite(count) || !Double.isFinite(sum)) {
      throw new IllegalArgumentException("not samples: count=" + count + ", sum=" + sum);
    }
    if (!(min <= max) || !Double.isFinite(min) || !Double.isFinite(max)) {
      throw new IllegalArgumentException("not a range: min=" + min + ", max=" + max);
    }
  }

  /** One sample of that value. */
  public static StatisticSet of(double value) {
    return new StatisticSet(1, value, value, value);
  }

  /** The samples of both. */
  public StatisticSet merge(StatisticSet other) {
    return new StatisticSet(
        count + other.count, sum + other.sum, Math.min(min, other.min), Math.max(max, other.max));
  }

  /** The mean of the weighed samples. */
  public double average() {
    return sum / count;
  }
}
