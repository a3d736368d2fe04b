package io.sidestat.collector.cli;

import io.sidestat.collector.model.Untrusted;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/**
 * Says what is wrong with a call, then how the command is called. Addresses in the call are left
 * out: one may be a webhook's, which is a secret, behind an option that was misspelt.
 */
final class MistakePrinter implements IParameterExceptionHandler {
  private static final Pattern ADDRESS = Pattern.compile("(?i)\\bhttps?://[^\\s'\"]+");

  @Override
  public int handleParseException(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    String words = ADDRESS.matcher(String.valueOf(mistake.getMessage())).replaceAll("***");
    command.getErr().println(Untrusted.printable(words));
    command.usage(command.getErr());
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
