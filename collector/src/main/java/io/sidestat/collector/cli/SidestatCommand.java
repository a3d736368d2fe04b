package io.sidestat.collector.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sidestat} by itself: there must be a subcommand. */
@Command(
    name = "sidestat",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "A metrics sidecar: apps fire StatsD datagrams at localhost; one collector per host keeps"
            + " a distribution of every timer and publishes to Amazon CloudWatch what true"
            + " percentiles can be asked of.",
    subcommands = HelpCommand.class)
final class SidestatCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
