package io.sidestat.collector.cli;

import io.sidestat.collector.admin.OutboxAction;
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
    super(environment, clock, OutboxAction.DROP);
  }
}
