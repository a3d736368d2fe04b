package io.sidestat.collector.config;

/**
 * How many series the collector keeps, and so how large the CloudWatch bill can grow.
 *
 * @param limit series after shaping, 1 to 1,000,000; samples beyond it are folded into one
 */
public record SeriesConfig(int limit) {
  private static final int LIMIT_MAX = 1_000_000;

  /** Refuses a limit out of range. */
  public SeriesConfig {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException(
          "series limit is out of range: limit=" + limit + ", allowed=1.." + LIMIT_MAX);
    }
  }
}
