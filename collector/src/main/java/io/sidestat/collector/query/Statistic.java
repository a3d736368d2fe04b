package io.sidestat.collector.query;

import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.GaugeSamples;
import io.sidestat.collector.model.SeriesValue;
import io.sidestat.collector.model.SetMembers;
import io.sidestat.collector.model.StatisticSet;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statistic by CloudWatch's names: {@code p0} to {@code p100} with up to ten decimals, {@code
 * SampleCount}, {@code Average}, {@code Sum}, {@code Minimum}, {@code Maximum}, or in short {@code
 * count}, {@code avg}, {@code sum}, {@code min}, {@code max}.
 *
 * @param label as asked for
 * @param percent of a percentile; unused by the others
 */
public record Statistic(String label, Kind kind, double percent) {
  private static final Pattern PERCENTILE = Pattern.compile("[pP](\\d{1,3}(\\.\\d{1,10})?)");

  /** What is computed. */
  public enum Kind {
    PERCENTILE,
    COUNT,
    AVERAGE,
    SUM,
    MINIMUM,
    MAXIMUM
  }

  /**
   * Reads a statistic's name.
   *
   * @throws IllegalArgumentException if there is none of that name; the message lists those there
   *     are
   */
  public static Statistic parse(String text) {
    Matcher percentile = PERCENTILE.matcher(text);
    if (percentile.matches()) {
      double percent = Double.parseDouble(percentile.group(1));
      if (percent <= 100) {
        return new Statistic(text, Kind.PERCENTILE, percent);
      }
    }
    Kind kind =
        switch (text.toLowerCase(Locale.ROOT)) {
          case "count", "samplecount" -> Kind.COUNT;
          case "avg", "average" -> Kind.AVERAGE;
          case "sum" -> Kind.SUM;
          case "min", "minimum" -> Kind.MINIMUM;
          case "max", "maximum" -> Kind.MAXIMUM;
          default ->
              throw new IllegalArgumentException(
                  "no such statistic: \""
                      + text
                      + "\"; there are p0 to p100, such as p95 or p99.9,"
                      + " count, avg, sum, min and max");
        };
    return new Statistic(text, kind, 0);
  }

  /** The statistic of a value; empty if it has none, as a counter has no percentiles. */
  public OptionalDouble of(SeriesValue value) {
    if (value instanceof Distribution distribution) {
      return of(distribution);
    }
    if (value instanceof GaugeSamples gauge) {
      return of(gauge.samples());
    }
    if (value instanceof SetMembers set) {
      return kind == Kind.PERCENTILE
          ? OptionalDouble.empty()
          : OptionalDouble.of(of(StatisticSet.of((double) set.size())));
    }
    return kind == Kind.PERCENTILE
        ? OptionalDouble.empty()
        : OptionalDouble.of(of(((CounterTotal) value).increments()));
  }

  private OptionalDouble of(Distribution distribution) {
    return OptionalDouble.of(
        kind == Kind.PERCENTILE ? distribution.percentile(percent) : of(distribution.statistics()));
  }

  private double of(StatisticSet statistics) {
    return switch (kind) {
      case COUNT -> statistics.count();
      case AVERAGE -> statistics.average();
      case SUM -> statistics.sum();
      case MINIMUM -> statistics.min();
      case MAXIMUM -> statistics.max();
      case PERCENTILE -> throw new IllegalStateException("a statistic set has no percentiles");
    };
  }
}
