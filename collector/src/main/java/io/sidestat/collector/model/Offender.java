package io.sidestat.collector.model;

/**
 * A dimension whose many values make many series of a metric. Names are as shaped, and untrusted:
 * escape them for people.
 *
 * @param values distinct values seen, before folding
 * @param atLeast whether there may be more, since not all could be counted
 */
public record Offender(String metric, String dimension, int values, boolean atLeast) {
  /** Stands for the metric where it is the metrics' names that are many. */
  public static final String ALL_METRICS = "(all metrics)";

  /** Stands for the dimension there. */
  public static final String NAME = "(name)";

  /** For people, escaped: {@code ResponseTime by RequestId (at least 12345 values)}. */
  public String described() {
    return "%s by %s (%s%d values)"
        .formatted(
            Untrusted.escaped(metric),
            Untrusted.escaped(dimension),
            atLeast ? "at least " : "",
            values);
  }
}
