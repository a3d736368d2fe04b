package io.sidestat.collector.cli;

import java.io.IOException;
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
    WatchedOutput output = WatchedOutput.install();
    int exitCode = commandLine(System.getenv(), args).execute(args);
    IOException failure = output.failure();
    if (failure != null && exitCode == 0) {
      System.err.println(
          "sidestat: standard output could not be written, what is there is not all: "
              + failure.getMessage());
      exitCode = 1;
    }
    System.exit(exitCode);
  }

  /** For {@code run} that command alone: to describe them all takes 0.1 s, and a start is timed. */
  private static CommandLine commandLine(Map<String, String> environment, String[] args) {
    return args.length > 0 && args[0].equals("run")
        ? configured(
            new CommandLine(new SidestatCommand()).addSubcommand(new RunCommand(environment)))
        : commandLine(environment);
  }

  static CommandLine commandLine(Map<String, String> environment) {
    return configured(all(environment));
  }

  private static CommandLine configured(CommandLine commands) {
    return commands
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new MistakePrinter())
        .setExecutionExceptionHandler(new ErrorPrinter());
  }

  private static CommandLine all(Map<String, String> environment) {
    return new CommandLine(new SidestatCommand())
        .addSubcommand(new RunCommand(environment))
        .addSubcommand(new DemoCommand())
        .addSubcommand(new QueryCommand(environment, InstantSource.system()))
        .addSubcommand(new CostCommand(environment, InstantSource.system()))
        .addSubcommand(new CheckConfigCommand(environment))
        .addSubcommand(new DashboardCommand(environment))
        .addSubcommand(
            new VerifyCommand(
                environment, InstantSource.system(), time -> Thread.sleep(time.toMillis())))
        .addSubcommand(new AlarmsCommand(environment))
        .addSubcommand(new IamPolicyCommand(environment))
        .addSubcommand(new ImportAgentConfigCommand())
        .addSubcommand(new TopCommand(environment, InstantSource.system()))
        .addSubcommand(new TailCommand(environment))
        .addSubcommand(new DoctorCommand(environment, InstantSource.system()))
        .addSubcommand(OutboxCommand.commandLine(environment, InstantSource.system()));
  }
}
