package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * The examples of docs/mapping.md: each YAML block is written to a file, the command below it is
 * run, and its output is held against what the page shows.
 */
class MappingDocTest {
  private static final Path DOC = Path.of("../docs/mapping.md");
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "```yaml\n(.*?)```\n\n```console\n\\$ sidestat (.*?)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  /** A block of the page. */
  record Example(String yaml, String command, String output) {}

  @TempDir Path directory = Path.of("");

  static Stream<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    Matcher matcher = EXAMPLE.matcher(Files.readString(DOC));
    while (matcher.find()) {
      examples.add(new Example(matcher.group(1), matcher.group(2), matcher.group(3)));
    }
    assertEquals(6, examples.size(), "sections of the page with an example");
    return examples.stream();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void example_commandOfThePage_printsWhatThePageShows(Example example) throws IOException {
    Path file = Files.writeString(directory.resolve("sidestat.yaml"), example.yaml());
    List<String> words =
        WORD.matcher(example.command())
            .results()
            .map(MappingDocTest::word)
            .map(word -> word.equals("sidestat.yaml") ? file.toString() : word)
            .toList();
    assertTrue(words.contains(file.toString()), "the example's file is used");

    assertEquals(example.output(), run(words));
  }

  private static String word(MatchResult word) {
    return word.group(1) == null ? word.group(2) : word.group(1);
  }

  private String run(List<String> words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new SidestatCommand())
            .addSubcommand(new CheckConfigCommand(Map.of("HOME", "/home/kim")))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(words.toArray(String[]::new));
    assertEquals(0, exitCode, err.toString());
    return out.toString().replace(directory + "/", "");
  }
}
