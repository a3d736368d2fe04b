package io.sidestat.collector.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.admin.AsciiJson;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.journal.OutboxEntry;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.model.Untrusted;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sidestat outbox list}. */
@Command(
    name = "list",
    description = "Requests, oldest interval first; all that CloudWatch is not known to have.")
final class OutboxListCommand extends OutboxSubcommand {
  private static final ObjectMapper JSON = AsciiJson.mapper();

  private final InstantSource clock;

  @Mixin private OutboxSelectionOptions selection = new OutboxSelectionOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many. Default: ${DEFAULT-VALUE}.")
  private int limit = 100;

  @Option(names = "--json", description = "Print JSON: an array with an object for each request.")
  private boolean json;

  OutboxListCommand(Map<String, String> environment, InstantSource clock) {
    super(environment, "journal.path");
    this.clock = clock;
  }

  @Override
  int run(CollectorConfig config) throws JournalException, IOException {
    if (limit < 1) {
      throw mistake("--limit: found " + limit + ", allowed: 1 or more");
    }
    List<OutboxEntry> entries;
    try (JournalReader reader = JournalReader.open(config.journal().path())) {
      entries = reader.outbox().entries(selection.selection(), limit);
    }
    if (json) {
      out().println(JSON.writeValueAsString(entries.stream().map(this::object).toList()));
    } else {
      out().print(table(entries));
    }
    return 0;
  }

  private TextTable table(List<OutboxEntry> entries) {
    TextTable table =
        new TextTable(List.of("id", "state", "interval", "datums", "attempts", "next", "error"));
    for (OutboxEntry entry : entries) {
      List<String> cells = new ArrayList<>();
      cells.add(Long.toString(entry.id()));
      cells.add(entry.state().label());
      cells.add(Instant.ofEpochMilli(entry.startEpochMillis()).toString());
      cells.add(Integer.toString(entry.datums()));
      cells.add(Integer.toString(entry.attempts()));
      cells.add(next(entry));
      cells.add(Untrusted.printable(entry.error()));
      table.add(cells);
    }
    return table;
  }

  private String next(OutboxEntry entry) {
    if (entry.state() != OutboxState.READY) {
      return "";
    }
    Instant next = Instant.ofEpochMilli(entry.retryAtEpochMillis());
    return next.isAfter(clock.instant()) ? next.toString() : "now";
  }

  private Map<String, Object> object(OutboxEntry entry) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("id", entry.id());
    object.put("state", entry.state().label());
    object.put("interval", Instant.ofEpochMilli(entry.startEpochMillis()).toString());
    object.put("datums", entry.datums());
    object.put("attempts", entry.attempts());
    object.put("next", next(entry));
    object.put("error", entry.error());
    return object;
  }
}
