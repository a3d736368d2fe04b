package io.sidestat.collector.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidestat.collector.admin.AsciiJson;
import io.sidestat.collector.model.Untrusted;
import io.sidestat.collector.slo.Measurement;
import io.sidestat.collector.slo.Result;
import io.sidestat.collector.slo.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Verdicts as a table, as JSON and as Markdown.
 *
 * @param failure why nothing could be asked, printable; then there are no verdicts. Else empty
 */
record VerifyReport(List<Result> results, String failure) {
  private static final int NOT_ASKED = 4;
  private static final ObjectMapper JSON = AsciiJson.mapper();

  VerifyReport {
    results = List.copyOf(results);
  }

  static VerifyReport of(List<Result> results) {
    return new VerifyReport(results, "");
  }

  static VerifyReport notAsked(String why) {
    return new VerifyReport(List.of(), why);
  }

  /** 0 kept, 1 violated, 3 no data or not enough, 4 could not be asked. */
  int exitCode() {
    if (!failure.isEmpty()) {
      return NOT_ASKED;
    }
    if (results.stream().anyMatch(result -> result.verdict() == Verdict.VIOLATED)) {
      return 1;
    }
    return texts().stream().allMatch(ResultText::isFine) ? 0 : 3;
  }

  /** The verdict on all of them: kept, violated, unknown or not asked. */
  String verdict() {
    return switch (exitCode()) {
      case 0 -> "kept";
      case 1 -> "violated";
      case NOT_ASKED -> "not asked";
      default -> "unknown";
    };
  }

  List<ResultText> texts() {
    return results.stream().map(ResultText::new).toList();
  }

  private boolean compares() {
    return results.stream().anyMatch(result -> result.before().isPresent());
  }

  private boolean severalServices() {
    return texts().stream()
            .map(text -> text.service() + " " + text.environment())
            .distinct()
            .count()
        > 1;
  }

  private List<String> header() {
    List<String> header = new ArrayList<>();
    if (severalServices()) {
      header.addAll(List.of("service", "environment"));
    }
    header.addAll(List.of("endpoint", "objective", "measured", "target", "samples"));
    if (compares()) {
      header.add("before");
    }
    header.addAll(List.of("budget left", "verdict"));
    return header;
  }

  private List<String> cells(ResultText text) {
    List<String> cells = new ArrayList<>();
    if (severalServices()) {
      cells.add(Untrusted.printable(text.service()));
      cells.add(Untrusted.printable(text.environment()));
    }
    cells.add(Untrusted.printable(text.endpoint()));
    cells.add(text.objective());
    cells.add(text.measured());
    cells.add(text.target());
    cells.add(text.samples());
    if (compares()) {
      cells.add(text.before());
    }
    cells.add(text.budgetLeft());
    cells.add(text.verdict());
    return cells;
  }

  /** For a terminal: a table, then why what is not fine is not. */
  String table() {
    if (!failure.isEmpty()) {
      return "";
    }
    TextTable table = new TextTable(header());
    texts().forEach(text -> table.add(cells(text)));
    StringBuilder all = new StringBuilder(table.toString());
    windows().forEach(window -> all.append("window: ").append(window).append('\n'));
    for (ResultText text : texts()) {
      if (!text.result().reason().isEmpty()) {
        all.append(
            "%s, %s: %s: %s%n"
                .formatted(
                    Untrusted.printable(text.endpoint()),
                    text.objective(),
                    text.verdict(),
                    Untrusted.printable(text.result().reason())));
      }
    }
    return all.toString();
  }

  private List<String> windows() {
    return texts().stream().map(ResultText::window).distinct().toList();
  }

  /** For a pull request or a job's summary. */
  String markdown() {
    StringBuilder text = new StringBuilder("**Objectives: ").append(verdict()).append("**\n\n");
    if (!failure.isEmpty()) {
      return text.append(plain(failure)).append('\n').toString();
    }
    text.append(row(header()));
    text.append(row(header().stream().map(name -> "---").toList()));
    texts().forEach(one -> text.append(row(cells(one).stream().map(VerifyReport::plain).toList())));
    text.append('\n');
    windows().forEach(window -> text.append("Window: ").append(window).append("\n"));
    texts().stream()
        .filter(one -> !one.result().reason().isEmpty())
        .forEach(one -> text.append("- ").append(plain(one.sentence())).append('\n'));
    return text.toString();
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  /** Names are anybody's: no mark-up of theirs counts. */
  private static String plain(String text) {
    return Untrusted.printable(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replaceAll("([\\\\`*_{}\\[\\]|#!~>@])", "\\\\$1");
  }

  /** For programs. */
  ObjectNode json() {
    ObjectNode root = JSON.createObjectNode();
    root.put("verdict", verdict()).put("exitCode", exitCode());
    if (!failure.isEmpty()) {
      root.put("reason", failure);
    }
    var array = root.putArray("results");
    for (ResultText text : texts()) {
      Result result = text.result();
      ObjectNode one =
          array
              .addObject()
              .put("service", text.service())
              .put("environment", text.environment())
              .put("endpoint", text.endpoint())
              .put("objective", text.objective())
              .put("target", result.indicator().objective().target())
              .put("from", result.range().from().toString())
              .put("to", result.range().to().toString())
              .put("verdict", result.verdict().name().toLowerCase(Locale.ROOT))
              .put("reason", result.reason())
              .put("unit", text.unit());
      add(one, result.measured(), result);
      result.before().ifPresent(before -> add(one.putObject("before"), before, result));
    }
    return root;
  }

  private static void add(ObjectNode node, Measurement measured, Result result) {
    node.put("samples", measured.samples());
    measured.value().ifPresent(value -> node.put("measured", value));
    measured.goodPercent().ifPresent(good -> node.put("goodPercent", good));
    measured
        .budgetLeftPercent(result.indicator().objective())
        .ifPresent(left -> node.put("budgetLeftPercent", left));
  }

  String jsonText() throws JsonProcessingException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json()) + "\n";
  }
}
