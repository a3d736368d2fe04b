package io.sidestat.collector.cli;

import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.model.Untrusted;
import java.io.PrintWriter;
import java.io.StringWriter;
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
    StringWriter stack = new StringWriter();
    e.printStackTrace(new PrintWriter(stack));
    command.getErr().println(Untrusted.printableLines(stack.toString()));
    return ExitCode.SOFTWARE;
  }
}
