package io.sidestat.collector.model;

/** What a series is, which decides how it merges and what CloudWatch is told of it. */
public enum SeriesType {
  /** A distribution of values: StatsD's {@code ms}, {@code h} and {@code d}. */
  TIMER,
  /** A sum of increments: {@code c}. */
  COUNTER,
  /** The last value set: {@code g}. */
  GAUGE,
  /** The number of distinct members: {@code s}. */
  SET
}
