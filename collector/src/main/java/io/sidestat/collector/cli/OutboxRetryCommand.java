package io.sidestat.collector.cli;

import io.sidestat.collector.admin.OutboxAction;
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
    super(environment, clock, OutboxAction.RETRY);
  }
}
