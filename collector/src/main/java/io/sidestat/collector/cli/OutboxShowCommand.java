package io.sidestat.collector.cli;

import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.journal.OutboxEntry;
import io.sidestat.collector.journal.OutboxReader;
import io.sidestat.collector.journal.OutboxSelection;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.StatisticSet;
import io.sidestat.collector.model.Untrusted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sidestat outbox show}. */
@Command(name = "show", description = "What one request says, datum by datum.")
final class OutboxShowCommand extends OutboxSubcommand {
  @Parameters(paramLabel = "ID", description = "The request, by its id in `list`.")
  private long id;

  OutboxShowCommand(Map<String, String> environment) {
    super(environment, "journal.path");
  }

  @Override
  int run(CollectorConfig config) throws JournalException {
    try (JournalReader reader = JournalReader.open(config.journal().path())) {
      OutboxReader outbox = reader.outbox();
      List<OutboxEntry> entries = outbox.entries(OutboxSelection.of(id), 1);
      Optional<DatumBatch> batch = outbox.batch(id);
      if (entries.isEmpty() || batch.isEmpty()) {
        return failed(
            "there is no request %d that CloudWatch does not have; `list` shows those there are"
                .formatted(id));
      }
      show(entries.get(0), batch.get());
      return 0;
    }
  }

  private void show(OutboxEntry entry, DatumBatch batch) {
    out()
        .printf(
            "request %d: %s, interval %s, namespace %s, attempts %d%n",
            id,
            entry.state().label(),
            Instant.ofEpochMilli(entry.startEpochMillis()),
            Untrusted.escaped(batch.namespace()),
            entry.attempts());
    if (!entry.error().isEmpty()) {
      out().println(Untrusted.printable(entry.error()));
    }
    TextTable table =
        new TextTable(
            List.of("metric", "dimensions", "unit", "count", "sum", "min", "max", "values"));
    batch.datums().forEach(datum -> table.add(row(datum)));
    out().print(table);
  }

  private static List<String> row(Datum datum) {
    String dimensions =
        datum.dimensions().stream()
            .map(dimension -> dimension.name() + "=" + dimension.value())
            .collect(Collectors.joining(","));
    StatisticSet statistics = datum.statistics();
    if (statistics == null) {
      double value = datum.values()[0];
      statistics = new StatisticSet(1, value, value, value);
    }
    return List.of(
        Untrusted.escaped(datum.name()),
        Untrusted.escaped(dimensions),
        datum.unit().label(),
        TextTable.number(statistics.count()),
        TextTable.number(statistics.sum()),
        TextTable.number(statistics.min()),
        TextTable.number(statistics.max()),
        Integer.toString(datum.values().length));
  }
}
