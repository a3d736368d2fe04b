package io.sidestat.collector.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidestat.collector.admin.AsciiJson;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** All findings, in the order in which a sample passes what was looked at. Immutable. */
public record Diagnosis(List<Finding> findings) {
  private static final String INDENT = " ".repeat(9);

  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /** Whether metrics are missing because of something. */
  public boolean isAnythingWrong() {
    return count(Finding.Level.WRONG) > 0;
  }

  private long count(Finding.Level level) {
    return findings.stream().filter(finding -> finding.level() == level).count();
  }

  /** For people: a finding, and under it what to do; at the end the summary. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      text.append("%-7s  ".formatted(finding.level().label()))
          .append(finding.check())
          .append(": ")
          .append(finding.found())
          .append(System.lineSeparator());
      if (!finding.toDo().isEmpty()) {
        text.append(INDENT).append("-> ").append(finding.toDo()).append(System.lineSeparator());
      }
    }
    return text.append("summary: ").append(summary()).append(System.lineSeparator()).toString();
  }

  /** The same for programs. */
  public String json() throws JsonProcessingException {
    ObjectMapper mapper = AsciiJson.mapper();
    ObjectNode root = mapper.createObjectNode();
    ArrayNode list = root.putArray("findings");
    for (Finding finding : findings) {
      list.addObject()
          .put("level", finding.level().name().toLowerCase(Locale.ROOT))
          .put("check", finding.check())
          .put("found", finding.found())
          .put("toDo", finding.toDo());
    }
    root.put("wrong", count(Finding.Level.WRONG));
    root.put("notes", count(Finding.Level.NOTE));
    root.put("skipped", count(Finding.Level.SKIPPED));
    root.put("summary", summary());
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }

  /**
   * One line. What keeps back everything comes before what keeps back something, and of these what
   * stands first on a sample's way: what comes later may only be a consequence.
   */
  public String summary() {
    List<Finding> wrong =
        findings.stream()
            .filter(finding -> finding.level() == Finding.Level.WRONG)
            .sorted(Comparator.comparing(finding -> !finding.stopsAll()))
            .toList();
    if (wrong.isEmpty()) {
      return "nothing is wrong, "
          + notes()
          + "; CloudWatch may take 15 minutes to list a metric that is new";
    }
    Finding first = wrong.get(0);
    String others =
        wrong.stream()
            .map(Finding::check)
            .filter(check -> !check.equals(first.check()))
            .distinct()
            .collect(Collectors.joining(", "));
    return "most likely "
        + first.check()
        + ": "
        + first.found()
        + (others.isEmpty() ? "" : "; also wrong: " + others);
  }

  private String notes() {
    long notes = count(Finding.Level.NOTE);
    return notes == 0 ? "and there is nothing to note" : notes == 1 ? "1 note" : notes + " notes";
  }
}
