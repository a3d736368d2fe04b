package io.sidestat.collector.model;

/**
 * CloudWatch answers no percentile of a metric that has a negative value; count, sum, average,
 * smallest and largest it does. The journal answers them all the same.
 *
 * <p>Source: "Percentiles", CloudWatch concepts, Amazon CloudWatch user guide, 23 Nov 2026.
 */
public final class NegativeSamples {
  private NegativeSamples() {}

  /**
   * Whether the value could be asked for percentiles but for a negative sample in it. Counters and
   * sets have none to begin with.
   */
  public static boolean takePercentilesFrom(SeriesValue value) {
    if (value instanceof Distribution distribution) {
      return distribution.statistics().min() < 0;
    }
    return value instanceof GaugeSamples gauge && takePercentilesFrom(gauge.samples());
  }
}
