package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ErrorPrinterTest {
  /** As one that meets an unknown type in a journal that somebody else wrote. */
  @Command
  private static final class Failing implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new IllegalArgumentException("no such type: \u001B[31m\u009B2J\u202E");
    }
  }

  @Test
  void exception_withControlCharacters_isPrintedWithEscapes() {
    StringWriter err = new StringWriter();
    CommandLine command =
        new CommandLine(new Failing()).setExecutionExceptionHandler(new ErrorPrinter());
    command.setErr(new PrintWriter(err, true));

    assertEquals(CommandLine.ExitCode.SOFTWARE, command.execute());
    assertTrue(
        err.toString()
            .startsWith(
                "java.lang.IllegalArgumentException: no such type: \\u001B[31m\\u009B2J\\u202E\n"
                    + "\tat "),
        err::toString);
  }
}
