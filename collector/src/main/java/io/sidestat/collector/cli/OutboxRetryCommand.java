package io.sidestat.collector.cli;

import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.OutboxSelection;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code sidestat outbox retry}. */
@Command(
    name = "retry",
    description = {
      "Makes requests ready to be sent at once: waiting ones, invalid ones, those too old, and those"
          + " closed while publishing was off.",
      "What has been sent, or is being sent, stays as it is."
    })
final class OutboxRetryCommand extends OutboxChangeCommand {
  OutboxRetryCommand(Map<String, String> environment, InstantSource clock) {
    super(environment, clock);
  }

  @Override
  String action() {
    return "retry";
  }

  @Override
  String done() {
    return "made ready";
  }

  @Override
  int change(Journal journal, OutboxSelection selection) throws JournalException {
    return journal.retry(selection);
  }
}
