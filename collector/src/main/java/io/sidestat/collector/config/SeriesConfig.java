package io.sidestat.collector.config;

/**
 * How many series the collector keeps, and so how large the CloudWatch bill can grow. Samples of
 * further series are folded into one {@code __other__} series for each metric.
 *
 * @param limit series after shaping, 1 to 1,000,000
 * @param newPerMinute series that may begin in a minute, 1 to 1,000,000
 */
public record SeriesConfig(int limit, int newPerMinute) {
  private static final int SERIES_MAX = 1_000_000;

  /** Refuses numbers out of range. */
  public SeriesConfig {
    checkLimit(limit);
    checkNewPerMinute(newPerMinute);
  }

  static int checkLimit(int limit) {
    return check("series limit", limit);
  }

  static int checkNewPerMinute(int newPerMinute) {
    return check("number of new series a minute", newPerMinute);
  }

  private static int check(String what, int series) {
    if (series < 1 || series > SERIES_MAX) {
      throw new IllegalArgumentException(
          what + " is out of range: found=" + series + ", allowed=1.." + SERIES_MAX);
    }
    return series;
  }
}
