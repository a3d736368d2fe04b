package io.sidestat.collector.cli;

import io.sidestat.collector.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Says what went wrong in a command: configuration mistakes a line each, anything else with its
 * stack.
 */
final class ErrorPrinter implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
    if (e instanceof ConfigException mistakes) {
      command.getErr().println(mistakes.getMessage());
      return ExitCode.USAGE;
    }
    e.printStackTrace(command.getErr());
    return ExitCode.SOFTWARE;
  }
}
