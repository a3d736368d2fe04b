package io.sidestat.collector.model;

import java.util.Comparator;
import java.util.Objects;

/**
 * One name and value that, with others, tells metrics of the same name apart. Ordered by name, then
 * value.
 */
public record Dimension(String name, String value) implements Comparable<Dimension> {
  private static final Comparator<Dimension> ORDER =
      Comparator.comparing(Dimension::name).thenComparing(Dimension::value);

  /** Most dimensions of a metric. Source: PutMetricData, CloudWatch API reference, 23 Nov 2026. */
  public static final int PER_METRIC_MAX = 30;

  /** Longest dimension name in characters. Source: as above. */
  public static final int NAME_CHARS_MAX = 255;

  /** Longest dimension value in characters. Source: as above. */
  public static final int VALUE_CHARS_MAX = 1024;

  public Dimension {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
  }

  @Override
  public int compareTo(Dimension other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return name + "=" + value;
  }
}
