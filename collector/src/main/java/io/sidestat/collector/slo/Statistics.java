package io.sidestat.collector.slo;

import io.sidestat.collector.config.SloObjective.LatencyPercentile;
import io.sidestat.collector.config.SloText;
import io.sidestat.collector.model.Unit;
import java.math.BigDecimal;
import java.time.Duration;

/** Objectives of latency in CloudWatch's names of statistics, which know no units. */
public final class Statistics {
  private Statistics() {}

  /** {@code p99.9}. */
  static String percentile(LatencyPercentile objective) {
    return "p" + SloText.number(objective.percentile());
  }

  /** {@code PR(:500)}: how many percent of the samples are at most that. */
  static String rank(Duration threshold, Unit unit) {
    return "PR(:" + inUnitText(threshold, unit) + ")";
  }

  /** A duration as a metric of that unit has it. */
  public static double inUnit(Duration duration, Unit unit) {
    return exact(duration, unit).doubleValue();
  }

  /** The same without trailing zeros. */
  static String inUnitText(Duration duration, Unit unit) {
    return exact(duration, unit).toPlainString();
  }

  private static BigDecimal exact(Duration duration, Unit unit) {
    int places =
        switch (unit) {
          case SECONDS -> 9;
          case MILLISECONDS -> 6;
          case MICROSECONDS -> 3;
          default -> throw new IllegalArgumentException("not a unit of time: " + unit.label());
        };
    BigDecimal exact =
        BigDecimal.valueOf(duration.toNanos()).movePointLeft(places).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }
}
