package io.sidestat.collector.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.collector.model.Untrusted;

/**
 * A line that came, for people: when, in UTC, what was sent, and what became of it. That is always
 * said of a line that is not simply in its metric.
 */
final class TailText {
  /** Of {@code 2026-11-26T12:00:00.123Z}, where the time of day starts and ends. */
  private static final int TIME_START = 11;

  private static final int TIME_END = 23;

  private final boolean shaped;

  /**
   * Writes lines.
   *
   * @param shaped whether the metric is told of every line
   */
  TailText(boolean shaped) {
    this.shaped = shaped;
  }

  /** One line of {@code /api/v1/tail}. */
  String of(JsonNode line) {
    String at = line.path("at").asText();
    String time = at.length() >= TIME_END ? at.substring(TIME_START, TIME_END) : at;
    String cut = line.path("cut").asBoolean() ? "..." : "";
    return Untrusted.printable(time + "  " + line.path("line").asText() + cut + outcome(line));
  }

  private String outcome(JsonNode line) {
    String metric = line.path("metric").asText();
    String outcome = line.path("outcome").asText();
    return switch (outcome) {
      case "aggregated" -> shaped ? "  -> " + metric : "";
      case "folded" -> "  -> folded into " + metric + ", see series.limit";
      case "skipped" -> "  -> dropped by a rule";
      case "refused" -> "  -> refused, too many metrics and tag names";
      case "rejected" -> "  -> rejected, " + line.path("reason").asText();
      default -> "  -> " + outcome;
    };
  }

  /** How many lines there were beside those shown. */
  static String notShown(long lines) {
    return "... " + lines + " more not shown";
  }
}
