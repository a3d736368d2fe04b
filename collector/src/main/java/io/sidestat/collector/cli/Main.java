package io.sidestat.collector.cli;

import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine;

/**
 * Entry point of the {@code sidestat} command: the one place that reads the environment and exits.
 */
public final class Main {
  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    int exitCode = commandLine(System.getenv()).execute(args);
    // A print stream swallows errors: what was asked for may not be all there, on a full disk say.
    if (System.out.checkError() && exitCode == 0) {
      System.err.println(
          "sidestat: standard output could not be written: what is there is not all");
      exitCode = 1;
    }
    System.exit(exitCode);
  }

  static CommandLine commandLine(Map<String, String> environment) {
    return new CommandLine(new SidestatCommand())
        .addSubcommand(new RunCommand(environment))
        .addSubcommand(new DemoCommand())
        .addSubcommand(new QueryCommand(environment, InstantSource.system()))
        .addSubcommand(new CostCommand(environment, InstantSource.system()))
        .addSubcommand(new CheckConfigCommand(environment))
        .addSubcommand(OutboxCommand.commandLine(environment, InstantSource.system()))
        .setExecutionExceptionHandler(new ErrorPrinter());
  }
}
