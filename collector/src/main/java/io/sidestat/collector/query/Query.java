package io.sidestat.collector.query;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A question about one metric.
 *
 * @param dimensions that series must have with these values; whatever else they have is merged
 * @param groupBy dimensions whose values are kept apart; a series without one is kept apart as ""
 * @param period answers one row for each such stretch of time; empty for one row over all
 * @param from inclusive: intervals that end after it
 * @param to exclusive: intervals that start before it
 */
public record Query(
    String metric,
    Map<String, String> dimensions,
    List<String> groupBy,
    Optional<Duration> period,
    Instant from,
    Instant to,
    List<Statistic> statistics) {

  private static final List<Statistic> STATISTICS_DEFAULT =
      List.of("count", "avg", "p50", "p95", "p99", "max").stream().map(Statistic::parse).toList();

  /**
   * A question about the time until now, that is to the end of the interval that has just closed,
   * whatever the clocks say to the millisecond.
   *
   * @param statistics those asked for; if there are none: count, avg, p50, p95, p99 and max
   */
  public static Query lookingBack(
      String metric,
      Map<String, String> dimensions,
      List<String> groupBy,
      Optional<Duration> period,
      Duration since,
      List<Statistic> statistics,
      Instant now) {
    return new Query(
        metric,
        dimensions,
        groupBy,
        period,
        now.minus(since),
        now.plusSeconds(1),
        statistics.isEmpty() ? STATISTICS_DEFAULT : statistics);
  }
}
