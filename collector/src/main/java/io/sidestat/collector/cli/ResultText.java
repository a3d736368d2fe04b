package io.sidestat.collector.cli;

import io.sidestat.collector.config.DurationText;
import io.sidestat.collector.config.SloObjective.LatencyPercentile;
import io.sidestat.collector.config.SloService;
import io.sidestat.collector.config.SloText;
import io.sidestat.collector.slo.Measurement;
import io.sidestat.collector.slo.Result;
import io.sidestat.collector.slo.Verdict;
import java.util.Locale;
import java.util.OptionalDouble;

/** How a verdict is told, whatever the format. Names are as they are in the file of objectives. */
record ResultText(Result result) {
  private SloService owner() {
    return result.indicator().endpoint().service();
  }

  String service() {
    return owner().name();
  }

  String environment() {
    return owner().environment();
  }

  String endpoint() {
    return result.indicator().endpoint().endpoint();
  }

  String objective() {
    return result.indicator().objective().text();
  }

  String target() {
    return result.indicator().objective() instanceof LatencyPercentile percentile
        ? "< " + SloText.threshold(percentile.threshold())
        : SloText.percent(result.indicator().objective().target());
  }

  String window() {
    return DurationText.write(result.range().length()) + " until " + result.range().to();
  }

  String measured() {
    return value(result.measured());
  }

  String before() {
    return result.before().map(this::value).orElse("");
  }

  private String value(Measurement measurement) {
    OptionalDouble value = measurement.value();
    if (value.isEmpty()) {
      return "-";
    }
    return isPercentile()
        ? number(value.getAsDouble()) + " " + unit()
        : percent(value.getAsDouble());
  }

  boolean isPercentile() {
    return result.indicator().objective() instanceof LatencyPercentile;
  }

  /** Of the measured value. */
  String unit() {
    if (!isPercentile()) {
      return "%";
    }
    return switch (owner().latencyUnit()) {
      case SECONDS -> "s";
      case MICROSECONDS -> "us";
      default -> "ms";
    };
  }

  String samples() {
    return number(result.measured().samples());
  }

  String budgetLeft() {
    OptionalDouble left = result.measured().budgetLeftPercent(result.indicator().objective());
    return left.isEmpty() ? "-" : percent(left.getAsDouble());
  }

  String verdict() {
    return switch (result.verdict()) {
      case KEPT -> "kept";
      case VIOLATED -> "VIOLATED";
      case NOT_ENOUGH -> "not enough";
      case NO_DATA -> "no data";
      case IDLE -> "idle";
    };
  }

  boolean isFine() {
    return result.verdict() == Verdict.KEPT || result.verdict() == Verdict.IDLE;
  }

  /** In one line: what was promised, what came of it, and why. */
  String sentence() {
    return "%s (%s) %s: %s: %s; measured %s of %s samples, budget left %s%s"
        .formatted(
            service(),
            environment(),
            endpoint(),
            objective(),
            verdict(),
            measured(),
            samples(),
            budgetLeft(),
            result.reason().isEmpty() ? "" : "; " + result.reason());
  }

  /** As precise as a reader needs, and never rounded up to a hundred. */
  private static String percent(double percent) {
    double floor = Math.floor(percent * 1000 + 1e-6) / 1000;
    return SloText.number(floor) + " %";
  }

  private static String number(double value) {
    return SloText.number(Double.parseDouble(String.format(Locale.ROOT, "%.3f", value)));
  }
}
