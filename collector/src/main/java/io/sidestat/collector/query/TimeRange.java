package io.sidestat.collector.query;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time.
 *
 * @param from inclusive
 * @param to exclusive, after {@code from}
 */
public record TimeRange(Instant from, Instant to) {
  public TimeRange {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("not a stretch of time: from=" + from + ", to=" + to);
    }
  }

  /** How long it is. */
  public Duration length() {
    return Duration.between(from, to);
  }

  /** The same length, so much earlier. */
  public TimeRange earlier(Duration by) {
    return new TimeRange(from.minus(by), to.minus(by));
  }
}
