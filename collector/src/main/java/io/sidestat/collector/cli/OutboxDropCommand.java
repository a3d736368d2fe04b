package io.sidestat.collector.cli;

import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.OutboxSelection;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code sidestat outbox drop}. */
@Command(
    name = "drop",
    description = {
      "Deletes requests unsent, and counts them as dropped. There is no way back; `export` them first.",
      "What has been sent, or is being sent, stays as it is."
    })
final class OutboxDropCommand extends OutboxChangeCommand {
  OutboxDropCommand(Map<String, String> environment, InstantSource clock) {
    super(environment, clock);
  }

  @Override
  String action() {
    return "drop";
  }

  @Override
  String done() {
    return "dropped";
  }

  @Override
  int change(Journal journal, OutboxSelection selection) throws JournalException {
    return journal.drop(selection);
  }
}
