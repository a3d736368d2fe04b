package io.sidestat.collector.model;

import java.util.Arrays;

/**
 * The currency of the house: how the samples of a timer are spread. Count, sum, smallest and
 * largest are exact; so are the values while there are few, else each stands for its samples within
 * the relative error of a {@link Grid}.
 *
 * <p>A merge adds the counts of equal values and nothing else: in any order and of any number it
 * adds no error. The value of an outermost cell of the grid may pass the true smallest or largest
 * sample; {@link #value} answers it cut to the two.
 *
 * <p>Immutable.
 */
public final class Distribution implements SeriesValue {
  /** A rank that is whole but for rounding, as 0.3 * 10 is, must not be pushed up a sample. */
  private static final double RANK_SLACK = 1e-9;

  private final StatisticSet statistics;
  private final double[] values;
  private final double[] counts;

  /**
   * A distribution of values, exact or on the grid, and how often each came.
   *
   * @param values finite, ascending, each once, at least one; copied
   * @param counts weighed samples at each value, above 0 and finite, of the same length; copied
   * @throws IllegalArgumentException if the above does not hold
   */
  public Distribution(StatisticSet statistics, double[] values, double[] counts) {
    this(statistics, values.clone(), counts.clone(), true);
  }

  private Distribution(
      StatisticSet statistics, double[] values, double[] counts, boolean untrusted) {
    if (untrusted) {
      check(values, counts);
    }
    this.statistics = statistics;
    this.values = values;
    this.counts = counts;
  }

  private static void check(double[] values, double[] counts) {
    if (values.length == 0 || values.length != counts.length) {
      throw new IllegalArgumentException(
          "values=" + values.length + ", counts=" + counts.length + ": as many of each, and some");
    }
    for (int i = 0; i < values.length; i++) {
      boolean ascending = i == 0 || values[i] > values[i - 1];
      boolean samples = counts[i] > 0 && Double.isFinite(counts[i]);
      if (!ascending || !samples || !Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "not ascending, not finite, or no samples: index=%d, value=%s, count=%s"
                .formatted(i, values[i], counts[i]));
      }
    }
  }

  /** One sample of that value, exact. */
  public static Distribution of(double value) {
    return new Distribution(StatisticSet.of(value), new double[] {value}, new double[] {1}, false);
  }

  /** Exact count, sum, smallest and largest. */
  public StatisticSet statistics() {
    return statistics;
  }

  /** How many values there are. */
  public int size() {
    return values.length;
  }

  /** Value {@code index} of the ascending values, within the exact smallest and largest sample. */
  public double value(int index) {
    return Math.min(statistics.max(), Math.max(statistics.min(), values[index]));
  }

  /** The weighed samples at value {@code index}. */
  public double count(int index) {
    return counts[index];
  }

  /**
   * A copy of the values as they were given: those on the grid may pass the exact smallest and
   * largest.
   */
  public double[] gridValues() {
    return values.clone();
  }

  /** A copy of the counts. */
  public double[] counts() {
    return counts.clone();
  }

  /**
   * The percentile by nearest rank: the smallest value with at least that share of the samples at
   * or below it.
   *
   * @param percent 0 to 100; 0 answers the exact smallest, 100 the exact largest sample
   * @throws IllegalArgumentException if out of range
   */
  public double percentile(double percent) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("percent is 0 to 100: " + percent);
    }
    if (percent == 0) {
      return statistics.min();
    }
    if (percent == 100) {
      return statistics.max();
    }
    double rank = percent / 100 * statistics.count();
    double needed = rank - rank * RANK_SLACK;
    double seen = 0;
    for (int i = 0; i < values.length; i++) {
      seen += counts[i];
      if (seen >= needed) {
        return value(i);
      }
    }
    return statistics.max();
  }

  /** Which percentage of the samples is at most the bound: CloudWatch's {@code PR(:bound)}. */
  public double percentUpTo(double bound) {
    if (bound >= statistics.max()) {
      return 100;
    }
    double upTo = 0;
    for (int i = 0; i < values.length && value(i) <= bound; i++) {
      upTo += counts[i];
    }
    return 100 * Math.min(1, upTo / statistics.count());
  }

  @Override
  public Distribution merge(SeriesValue other) {
    if (!(other instanceof Distribution distribution)) {
      throw new IllegalArgumentException("a distribution does not merge with a " + other.type());
    }
    return mergeSorted(distribution);
  }

  private Distribution mergeSorted(Distribution other) {
    double[] mergedValues = new double[values.length + other.values.length];
    double[] mergedCounts = new double[mergedValues.length];
    int size = 0;
    int left = 0;
    int right = 0;
    while (left < values.length || right < other.values.length) {
      boolean takeLeft =
          right == other.values.length
              || (left < values.length && values[left] <= other.values[right]);
      boolean takeRight =
          left == values.length
              || (right < other.values.length && other.values[right] <= values[left]);
      mergedValues[size] = takeLeft ? values[left] : other.values[right];
      double count = 0;
      if (takeLeft) {
        count += counts[left++];
      }
      if (takeRight) {
        count += other.counts[right++];
      }
      mergedCounts[size++] = count;
    }
    return new Distribution(
        statistics.merge(other.statistics),
        Arrays.copyOf(mergedValues, size),
        Arrays.copyOf(mergedCounts, size),
        false);
  }

  @Override
  public SeriesType type() {
    return SeriesType.TIMER;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Distribution that
        && statistics.equals(that.statistics)
        && Arrays.equals(values, that.values)
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * statistics.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Distribution[" + statistics + ", values=" + values.length + "]";
  }
}
