package io.sidestat.collector.cli.live;

import io.sidestat.collector.model.SeriesValue;
import io.sidestat.collector.query.Statistic;
import java.util.Arrays;
import java.util.List;

/**
 * What a group of series got in a second.
 *
 * @param start seconds since 1970
 * @param millis the time in which its samples came: about 1,000, or more if seconds before it could
 *     not be told apart from it
 * @param statistics of {@link #STATISTICS}, in their order; NaN for what there is none of
 */
record LiveSecond(long start, long millis, double[] statistics) {
  static final List<Statistic> STATISTICS =
      List.of("count", "sum", "min", "max", "p50", "p95", "p99").stream()
          .map(Statistic::parse)
          .toList();

  static LiveSecond of(long start, long millis, SeriesValue value) {
    return new LiveSecond(
        start,
        millis,
        STATISTICS.stream().mapToDouble(one -> one.of(value).orElse(Double.NaN)).toArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LiveSecond that
        && start == that.start
        && millis == that.millis
        && Arrays.equals(statistics, that.statistics);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(start);
  }

  @Override
  public String toString() {
    return start + " " + millis + " ms " + Arrays.toString(statistics);
  }
}
