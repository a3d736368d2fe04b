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
 * PR(:300)} for the percentage of samples up to 300, {@code SampleCount}, {@code Average}, {@code
 * Sum}, {@code Minimum}, {@code Maximum}, or in short {@code count}, {@code avg}, {@code sum},
 * {@code min}, {@code max}.
 *
 * @param label as asked for
 * @param argument the percent of a percentile, the bound of a percentile rank; unused by the others
 */
public record Statistic(String label, Kind kind, double argument) {
  private static final Pattern PERCENTILE = Pattern.compile("[pP](\\d{1,3}(\\.\\d{1,10})?)");

  private static final Pattern RANK = Pattern.compile("PR\\(:(\\d{1,15}(\\.\\d{1,10})?)\\)");

  /** What is computed. */
  public enum Kind {
    PERCENTILE,
    PERCENTILE_RANK,
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
    Matcher rank = RANK.matcher(text);
    if (rank.matches()) {
      return new Statistic(text, Kind.PERCENTILE_RANK, Double.parseDouble(rank.group(1)));
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
                      + " PR(:300) for the percentage of samples up to 300,"
                      + " count, avg, sum, min and max");
        };
    return new Statistic(text, kind, 0);
  }

  /** As CloudWatch's requests name it. */
  public String cloudWatchName() {
    return switch (kind) {
      case PERCENTILE -> label.toLowerCase(Locale.ROOT);
      case PERCENTILE_RANK -> label;
      case COUNT -> "SampleCount";
      case AVERAGE -> "Average";
      case SUM -> "Sum";
      case MINIMUM -> "Minimum";
      case MAXIMUM -> "Maximum";
    };
  }

  /** Whether it is asked of the samples themselves, which counters and sets do not keep. */
  public boolean needsDistribution() {
    return kind == Kind.PERCENTILE || kind == Kind.PERCENTILE_RANK;
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
      return needsDistribution()
          ? OptionalDouble.empty()
          : OptionalDouble.of(of(StatisticSet.of((double) set.size())));
    }
    return needsDistribution()
        ? OptionalDouble.empty()
        : OptionalDouble.of(of(((CounterTotal) value).increments()));
  }

  private OptionalDouble of(Distribution distribution) {
    return OptionalDouble.of(
        switch (kind) {
          case PERCENTILE -> distribution.percentile(argument);
          case PERCENTILE_RANK -> distribution.percentUpTo(argument);
          default -> of(distribution.statistics());
        });
  }

  private double of(StatisticSet statistics) {
    return switch (kind) {
      case COUNT -> statistics.count();
      case AVERAGE -> statistics.average();
      case SUM -> statistics.sum();
      case MINIMUM -> statistics.min();
      case MAXIMUM -> statistics.max();
      case PERCENTILE, PERCENTILE_RANK ->
          throw new IllegalStateException("a statistic set has no percentiles");
    };
  }
}
