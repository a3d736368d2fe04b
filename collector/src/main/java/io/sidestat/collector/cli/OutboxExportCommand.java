package io.sidestat.collector.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.admin.AsciiJson;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.journal.OutboxEntry;
import io.sidestat.collector.journal.OutboxReader;
import io.sidestat.collector.model.DatumBatch;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sidestat outbox export}. */
@Command(
    name = "export",
    description = {
      "Prints requests as JSON, one a line, as `aws cloudwatch put-metric-data --cli-input-json` takes"
          + " one; all that CloudWatch is not known to have."
    })
final class OutboxExportCommand extends OutboxSubcommand {
  private static final ObjectMapper JSON = AsciiJson.mapper();

  @Mixin private OutboxSelectionOptions selection = new OutboxSelectionOptions();

  OutboxExportCommand(Map<String, String> environment) {
    super(environment, "journal.path");
  }

  @Override
  int run(CollectorConfig config) throws JournalException, IOException {
    try (JournalReader reader = JournalReader.open(config.journal().path())) {
      OutboxReader outbox = reader.outbox();
      for (OutboxEntry entry : outbox.entries(selection.selection(), Integer.MAX_VALUE)) {
        // One at a time: all of them may be gigabytes.
        Optional<DatumBatch> batch = outbox.batch(entry.id());
        if (batch.isPresent()) {
          out().println(JSON.writeValueAsString(RequestJson.of(batch.get())));
        }
      }
      return 0;
    }
  }
}
