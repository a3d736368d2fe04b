package io.sidestat.collector.cli.live;

import java.time.Duration;
import java.time.Instant;

/**
 * The time in which samples came, about a second.
 *
 * @param fromNanos its begin on the JVM's clock
 */
public record LiveStretch(Instant from, Instant to, long fromNanos) {
  private static final long MILLI = 1_000;

  /** The second that most of it is in, since 1970. */
  long second() {
    return Math.floorDiv(to.toEpochMilli() - Math.min(millis(), MILLI) / 2, MILLI);
  }

  /** The second that its end is in. */
  long secondAfter() {
    return to.getEpochSecond();
  }

  /** At least 1: the clock may have been set back meanwhile. */
  long millis() {
    return Math.max(1, Duration.between(from, to).toMillis());
  }
}
