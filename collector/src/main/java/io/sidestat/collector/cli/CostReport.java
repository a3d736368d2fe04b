package io.sidestat.collector.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidestat.collector.admin.AsciiJson;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.SelfMetricsMode;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.model.Offender;
import io.sidestat.collector.model.Untrusted;
import io.sidestat.collector.query.CostEstimate;
import io.sidestat.collector.query.CostRow;
import io.sidestat.collector.query.Fleet;
import io.sidestat.collector.query.JournalCost;
import io.sidestat.collector.shape.RollUps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An estimate for people and for programs.
 *
 * @param offenders the dimensions with the most values, most first
 * @param perHostExpected whether metrics of a running collector would have a dimension that tells
 *     hosts apart
 * @param publishing whether the configuration lets metrics be sent at all
 * @param selfMetrics whether the collector's own would then be among them
 */
record CostReport(
    CostEstimate estimate,
    Fleet fleet,
    List<Offender> offenders,
    boolean perHostExpected,
    boolean publishing,
    boolean selfMetrics) {
  /** As many hosts as a fleet is asked about at most. */
  static final int HOSTS_MAX = 1_000_000;

  /** What tells hosts apart if nothing else is said. */
  static final Set<String> PER_HOST_DEFAULT = Set.of("InstanceId");

  /** Fewer values than that in a dimension are nothing to point at. */
  private static final int OFFENDER_VALUES_MIN = 50;

  private static final int OFFENDERS_SHOWN = 3;

  private static final ObjectMapper JSON =
      AsciiJson.mapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * Estimates from the journal of that configuration, with its roll-ups and prices.
   *
   * @param seriesMax how many series of the journal may be held in memory
   * @throws JournalException if there is no journal, or it cannot be read
   * @throws IllegalArgumentException if there were more in that time
   */
  static CostReport of(
      CollectorConfig config, Instant now, Duration since, Fleet fleet, int seriesMax)
      throws JournalException {
    RollUps rollUps = new RollUps(config.rollups(), config.publishOriginal());
    try (JournalReader reader = JournalReader.open(config.journal().path())) {
      CostEstimate estimate =
          new JournalCost(reader, rollUps::identitiesOf, config.prices(), seriesMax)
              // To the end of the interval that has just closed.
              .estimate(now.minus(since), now.plusSeconds(1), fleet);
      return new CostReport(
          estimate,
          fleet,
          reader.offenders(),
          config.ec2().dimensionNames().stream().anyMatch(fleet.perHostDimensions()::contains),
          config.publish().enabled(),
          config.selfMetrics() != SelfMetricsMode.OFF);
    }
  }

  boolean isEmpty() {
    return estimate.isEmpty();
  }

  /** What there is to say in place of a report. */
  String nothingFound() {
    return "no data in that time, so nothing to estimate from; the journal fills as the collector"
        + " receives samples, see sidestat query";
  }

  /** The table, the sums, and what to know about them: each a part of its own. */
  String text() {
    StringBuilder text = new StringBuilder(table());
    line(text, "");
    addSums(text);
    addOffenders(text);
    line(text, "");
    addWindow(text);
    notes().forEach(note -> line(text, "note: %s", note));
    return text.toString();
  }

  private void addSums(StringBuilder text) {
    line(
        text,
        "metrics   $%.2f a month: %.1f in an average hour",
        estimate.metricDollars(),
        estimate.averageMetrics());
    line(
        text,
        "requests  $%.2f a month: %.0f of PutMetricData",
        estimate.requestDollars(),
        estimate.requestsPerMonth());
    line(text, "total     $%.2f a month", estimate.totalDollars());
  }

  /** What to look at first where the bill is too large. */
  private void addOffenders(StringBuilder text) {
    String most =
        offenders.stream()
            .filter(offender -> offender.values() >= OFFENDER_VALUES_MIN)
            .limit(OFFENDERS_SHOWN)
            .map(Offender::described)
            .collect(Collectors.joining(", "));
    if (!most.isEmpty()) {
      line(text, "");
      line(text, "most values: %s", most);
    }
  }

  private void addWindow(StringBuilder text) {
    line(
        text,
        "estimated from %s of journal: %s to %s",
        span(estimate.hours()),
        instant(estimate.startEpochMillis()),
        instant(estimate.endEpochMillis()));
  }

  private static String span(double hours) {
    if (hours >= 1) {
      return String.format(Locale.ROOT, "%.1f h", hours);
    }
    double minutes = hours * 60;
    return minutes >= 1
        ? String.format(Locale.ROOT, "%.1f min", minutes)
        : String.format(Locale.ROOT, "%.0f s", minutes * 60);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }

  private static String instant(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis).toString();
  }

  private String table() {
    boolean severalNamespaces =
        estimate.rows().stream().map(CostRow::namespace).distinct().count() > 1;
    List<String> header = new ArrayList<>();
    if (severalNamespaces) {
      header.add("namespace");
    }
    header.addAll(List.of("metric", "metrics", "roll-ups", "average", "$/month"));
    TextTable table = new TextTable(header);
    for (CostRow row : estimate.rows()) {
      List<String> cells = new ArrayList<>();
      if (severalNamespaces) {
        cells.add(Untrusted.escaped(row.namespace()));
      }
      cells.add(Untrusted.escaped(row.name()));
      cells.add(Long.toString(row.metrics()));
      cells.add(Long.toString(row.rollUps()));
      cells.add(String.format(Locale.ROOT, "%.1f", row.averageMetrics()));
      cells.add(String.format(Locale.ROOT, "%.2f", row.dollars()));
      table.add(cells);
    }
    return table.toString();
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (isEmpty()) {
      notes.add(nothingFound());
      return notes;
    }
    if (estimate.hours() < 1) {
      notes.add(
          "that is less than an hour: metrics that come up less often are not in it; ask again"
              + " later");
    }
    if (estimate.emptyHours() > 0) {
      notes.add(
          "clock hours of that time in which nothing was received are left out: %d"
              .formatted(estimate.emptyHours()));
    }
    if (estimate.requests() == 0) {
      notes.add("the journal holds no requests of that time, so none are priced");
    }
    if (fleet.hosts() > 1) {
      notes.add(
          "counted for %d hosts: %d of this host's metrics have a dimension of --per-host and are each host's own, the others are shared"
              .formatted(fleet.hosts(), estimate.perHostMetrics()));
    }
    if (fleet.hosts() > 1 && perHostExpected && estimate.perHostMetrics() == 0) {
      notes.add(
          "dimensions-from.ec2 asks for a dimension of --per-host and no metric in the journal has"
              + " one, since EC2 is not asked while publishing is off: every host will have metrics"
              + " of its own, so count up to %d times as many".formatted(fleet.hosts()));
    }
    if (!publishing) {
      notes.add(
          "publishing is off in this configuration: nothing is charged as long as it is"
              + (selfMetrics
                  ? "; once it is on, two metrics of the collector itself come on top (self-metrics)"
                  : ""));
    }
    return notes;
  }

  /** The same numbers for programs, not rounded. */
  String json() throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode window = root.putObject("window");
    if (!isEmpty()) {
      window.put("start", instant(estimate.startEpochMillis()));
      window.put("end", instant(estimate.endEpochMillis()));
    }
    window.put("hours", estimate.hours()).put("emptyHours", estimate.emptyHours());
    root.putObject("fleet")
        .put("hosts", fleet.hosts())
        .put("perHostMetrics", estimate.perHostMetrics())
        .put("otherMetrics", fleet.otherMetrics());
    ArrayNode metrics = root.putArray("metrics");
    for (CostRow row : estimate.rows()) {
      metrics
          .addObject()
          .put("namespace", row.namespace())
          .put("metric", row.name())
          .put("metrics", row.metrics())
          .put("rollUps", row.rollUps())
          .put("averageMetrics", row.averageMetrics())
          .put("dollarsPerMonth", row.dollars());
    }
    root.putObject("requests")
        .put("counted", estimate.requests())
        .put("perMonth", estimate.requestsPerMonth())
        .put("dollarsPerMonth", estimate.requestDollars());
    root.putObject("total")
        .put("metrics", estimate.metrics())
        .put("rollUps", estimate.rollUps())
        .put("averageMetrics", estimate.averageMetrics())
        .put("metricDollarsPerMonth", estimate.metricDollars())
        .put("dollarsPerMonth", estimate.totalDollars());
    ArrayNode most = root.putArray("offenders");
    for (Offender offender : offenders) {
      most.addObject()
          .put("metric", offender.metric())
          .put("dimension", offender.dimension())
          .put("values", offender.values())
          .put("atLeast", offender.atLeast());
    }
    ArrayNode notes = root.putArray("notes");
    notes().forEach(notes::add);
    return JSON.writeValueAsString(root);
  }
}
