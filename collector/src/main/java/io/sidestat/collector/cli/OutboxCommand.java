package io.sidestat.collector.cli;

import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sidestat outbox}: what CloudWatch does not have yet, or would not take. */
@Command(
    name = "outbox",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Shows and changes the outbox: packed requests that CloudWatch does not have yet, or would not"
          + " take.",
      "Works whether the collector runs or not; a running one is asked to make changes."
    })
final class OutboxCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The command with its subcommands. */
  static CommandLine commandLine(Map<String, String> environment, InstantSource clock) {
    return new CommandLine(new OutboxCommand())
        .addSubcommand(new OutboxStatusCommand(environment, clock))
        .addSubcommand(new OutboxListCommand(environment, clock))
        .addSubcommand(new OutboxShowCommand(environment))
        .addSubcommand(new OutboxExportCommand(environment))
        .addSubcommand(new OutboxRetryCommand(environment, clock))
        .addSubcommand(new OutboxDropCommand(environment, clock));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
