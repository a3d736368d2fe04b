package io.sidestat.collector.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where verdicts are written to, and how. Use it as a picocli mixin. */
final class VerifyOutput {
  private static final String STANDARD_OUTPUT = "-";

  @Option(
      names = "--json",
      paramLabel = "FILE",
      arity = "0..1",
      fallbackValue = STANDARD_OUTPUT,
      description = "Write JSON into a file, or without one print it in place of the table.")
  private @Nullable String json;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      arity = "0..1",
      fallbackValue = STANDARD_OUTPUT,
      description = "The same as JUnit's XML.")
  private @Nullable String junit;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      arity = "0..1",
      fallbackValue = STANDARD_OUTPUT,
      description = "The same as Markdown; a file that is there is added to.")
  private @Nullable String markdown;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /**
   * Refuses what cannot be.
   *
   * @throws ParameterException if two are to be printed
   */
  void check() {
    long printed =
        Stream.of(json, junit, markdown)
            .filter(Objects::nonNull)
            .filter(STANDARD_OUTPUT::equals)
            .count();
    if (printed > 1) {
      throw new ParameterException(
          command.commandLine(),
          "only one of --json, --junit and --markdown can be printed: give files");
    }
  }

  /** Writes the files asked for; prints the table unless something else is printed. */
  void write(VerifyReport report) throws IOException {
    write(json, report.jsonText());
    write(junit, JUnitReport.of(report));
    write(markdown, report.markdown(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    boolean printed = Stream.of(json, junit, markdown).anyMatch(STANDARD_OUTPUT::equals);
    if (!printed) {
      write(STANDARD_OUTPUT, report.table());
    }
  }

  private void write(@Nullable String file, String text, OpenOption... how) throws IOException {
    if (STANDARD_OUTPUT.equals(file)) {
      PrintWriter out = command.commandLine().getOut();
      out.print(text);
      out.flush();
    } else if (file != null) {
      Files.writeString(Path.of(file), text, how);
    }
  }
}
