package io.sidestat.collector.model;

/** How finely CloudWatch stores a metric. */
public enum Resolution {
  /** To the minute: StorageResolution 60. */
  STANDARD,
  /** As the length of the interval asks for: high below a minute, else standard. */
  OF_INTERVAL,
  /** To the second: StorageResolution 1. */
  HIGH;

  private static final int MINUTE_MILLIS = 60_000;

  /**
   * CloudWatch's StorageResolution for a datum of that interval: 1 or 60, in seconds. Source:
   * MetricDatum, CloudWatch API reference, 23 Nov 2026.
   */
  public int storageSeconds(Interval interval) {
    return switch (this) {
      case STANDARD -> 60;
      case HIGH -> 1;
      case OF_INTERVAL -> interval.lengthMillis() < MINUTE_MILLIS ? 1 : 60;
    };
  }

  /** The finer of two, for series that fall together. */
  public Resolution finer(Resolution other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
