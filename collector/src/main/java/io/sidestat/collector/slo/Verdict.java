package io.sidestat.collector.slo;

/** What can be said of an objective over a window. */
public enum Verdict {
  /** The promise is kept. */
  KEPT,
  /** It is not. */
  VIOLATED,
  /** There are too few samples, or too much of the window is missing, to say. */
  NOT_ENOUGH,
  /** There is nothing to say it from. */
  NO_DATA,
  /** There were no requests while the collector reported, and that was allowed. */
  IDLE
}
