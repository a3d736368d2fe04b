package io.sidestat.collector.model;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of wall-clock time, aligned to its own length since the epoch.
 *
 * @param startEpochMillis inclusive start, a multiple of the length
 * @param lengthMillis above 0
 */
public record Interval(long startEpochMillis, long lengthMillis) {

  /**
   * Checks the alignment.
   *
   * @throws IllegalArgumentException if the start is not a multiple of the length
   */
  public Interval {
    if (lengthMillis <= 0 || Math.floorMod(startEpochMillis, lengthMillis) != 0) {
      throw new IllegalArgumentException(
          "not aligned: start=" + startEpochMillis + ", length=" + lengthMillis);
    }
  }

  /** The interval of that length in which the instant lies. */
  public static Interval containing(Instant instant, Duration length) {
    long lengthMillis = length.toMillis();
    long millis = instant.toEpochMilli();
    return new Interval(millis - Math.floorMod(millis, lengthMillis), lengthMillis);
  }

  /** Exclusive end. */
  public long endEpochMillis() {
    return startEpochMillis + lengthMillis;
  }

  /** Whether the instant lies in this interval. */
  public boolean contains(Instant instant) {
    long millis = instant.toEpochMilli();
    return millis >= startEpochMillis && millis < endEpochMillis();
  }
}
