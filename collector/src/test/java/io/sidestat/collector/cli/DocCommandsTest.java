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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every call of sidestat in a document is one that the command line takes. */
final class DocCommandsTest {
  private static final Pattern CALL =
      Pattern.compile(
          "(?:java -jar \\S*sidestat\\.jar|^(?:sudo )?sidestat) +((?:[^|>&;\\n'\"]|'[^']*'|\"[^\"]*\")+)",
          Pattern.MULTILINE);
  private static final Pattern BLOCK =
      Pattern.compile("^```(?:sh|yaml)\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|[$]?'([^']*)'|([^\\s'\"]+)");

  /** A call and where it stands. */
  record Call(String document, String text) {
    List<String> words() {
      List<String> words = new ArrayList<>();
      Matcher word = WORD.matcher(text);
      while (word.find()) {
        words.add(
            Stream.of(word.group(1), word.group(2), word.group(3))
                .filter(one -> one != null)
                .findFirst()
                .orElseThrow());
      }
      return words;
    }

    @Override
    public String toString() {
      return document + ": " + text;
    }
  }

  static List<Call> calls() throws IOException {
    List<Call> calls = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("..", "docs"))) {
      List<Path> documents =
          new ArrayList<>(files.filter(f -> f.toString().endsWith(".md")).toList());
      documents.add(Path.of("..", "README.md"));
      for (Path document : documents) {
        Matcher block = BLOCK.matcher(Files.readString(document));
        while (block.find()) {
          // Lines that go on, in a shell and in folded YAML.
          add(calls, document, block.group(1).replaceAll("\\\\?\\n\\s+--", " --"));
        }
      }
    }
    return calls;
  }

  private static void add(List<Call> calls, Path document, String text) {
    Matcher call = CALL.matcher(text);
    while (call.find()) {
      calls.add(new Call(String.valueOf(document.getFileName()), call.group(1).strip()));
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void call_inADocument_isOneThatThereIs(Call call) {
    CommandLine.ParseResult parsed =
        Main.commandLine(Map.of()).parseArgs(call.words().toArray(String[]::new));

    assertTrue(parsed.hasSubcommand(), call::toString);
  }

  /** An option that was misspelt may have had a webhook's address behind it. */
  @Test
  void mistake_withAnAddressInIt_doesNotShowIt() {
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine(Map.of())
            .setErr(new PrintWriter(err, true))
            .execute("verify", "--notifi", "https://discord.com/api/webhooks/1/TOKEN");

    assertEquals(2, code);
    assertTrue(err.toString().startsWith("Unknown options: '--notifi', '***'"), err::toString);
  }

  @Test
  void calls_ofAllDocuments_areManyAndOfEveryCommandAboutObjectives() throws IOException {
    List<String> commands =
        calls().stream().map(call -> call.words().get(0)).distinct().sorted().toList();

    assertTrue(
        commands.containsAll(
            List.of("alarms", "dashboard", "iam-policy", "import-agent-config", "verify")),
        commands::toString);
    assertEquals(commands, commands.stream().distinct().toList());
  }
}
