package io.sidestat.collector.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One MetricDatum as CloudWatch is to be told it: one metric, one timestamp, at most {@link
 * #VALUES_MAX} values.
 *
 * <table>
 * <caption>What is set</caption>
 * <tr><th>series</th><th>statistics</th><th>values and counts</th></tr>
 * <tr><td>timer, rolled-up gauge</td><td>yes</td><td>yes</td></tr>
 * <tr><td>counter</td><td>yes</td><td>empty</td></tr>
 * <tr><td>gauge, set</td><td>no</td><td>one value: sent as Value</td></tr>
 * </table>
 *
 * <p>The arrays are not copied: whoever makes a datum gives them away, and nobody writes to them.
 *
 * @param timestampEpochMillis the start of the interval
 * @param storageResolutionSeconds 60, or 1 for intervals below a minute
 * @param samples received that are accounted for by this datum; CloudWatch is not told
 */
public record Datum(
    String name,
    List<Dimension> dimensions,
    long timestampEpochMillis,
    Unit unit,
    int storageResolutionSeconds,
    @Nullable StatisticSet statistics,
    double[] values,
    double[] counts,
    long samples) {

  /** Largest magnitude of a number. Source: MetricDatum, CloudWatch API reference, 23 Nov 2026. */
  public static final double MAGNITUDE_MAX = 0x1p360;

  /** Most values in a datum. Source: PutMetricData, CloudWatch API reference, 23 Nov 2026. */
  public static final int VALUES_MAX = 150;

  /** A datum with no sample accounted for. */
  public Datum(
      String name,
      List<Dimension> dimensions,
      long timestampEpochMillis,
      Unit unit,
      int storageResolutionSeconds,
      @Nullable StatisticSet statistics,
      double[] values,
      double[] counts) {
    this(
        name,
        dimensions,
        timestampEpochMillis,
        unit,
        storageResolutionSeconds,
        statistics,
        values,
        counts,
        0);
  }

  /**
   * Checks that nothing is missing, and what CloudWatch would refuse.
   *
   * @throws IllegalArgumentException if there is nothing to tell, or too much
   */
  public Datum {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(unit, "unit");
    dimensions = List.copyOf(dimensions);
    if (values.length != counts.length || values.length > VALUES_MAX) {
      throw new IllegalArgumentException(
          "values=" + values.length + ", counts=" + counts.length + ", at most " + VALUES_MAX);
    }
    if (statistics == null && values.length != 1) {
      throw new IllegalArgumentException("without statistics there is one value");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Datum that
        && name.equals(that.name)
        && dimensions.equals(that.dimensions)
        && timestampEpochMillis == that.timestampEpochMillis
        && unit == that.unit
        && storageResolutionSeconds == that.storageResolutionSeconds
        && Objects.equals(statistics, that.statistics)
        && Arrays.equals(values, that.values)
        && Arrays.equals(counts, that.counts)
        && samples == that.samples;
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, dimensions, timestampEpochMillis, Arrays.hashCode(values));
  }
}
