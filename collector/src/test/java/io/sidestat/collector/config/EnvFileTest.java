package io.sidestat.collector.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The forms a line of a .env file may have, and what happens to the others. */
class EnvFileTest {
  private final Mistakes mistakes = new Mistakes();

  @Test
  void parse_formsOfALine_areRead() throws ConfigException {
    Map<String, String> read =
        parse(
            """
            # the team's file

            PLAIN=value
            export EXPORTED=value
              SPACED =  value with spaces  \s
            COMMENTED=value # not this
            HASH=value#this
            EMPTY=
            ONLY_COMMENT= # nothing
            SINGLE='a # "b" \\n'
            DOUBLE="a # 'b' \\"c\\" \\n \\$ \\x" # comment
            EQUALS=a=b
            dotted.name-1=x
            PLAIN=last\
            """);

    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("PLAIN", "last");
    expected.put("EXPORTED", "value");
    expected.put("SPACED", "value with spaces");
    expected.put("COMMENTED", "value");
    expected.put("HASH", "value#this");
    expected.put("EMPTY", "");
    expected.put("ONLY_COMMENT", "");
    expected.put("SINGLE", "a # \"b\" \\n");
    expected.put("DOUBLE", "a # 'b' \"c\" \n $ \\x");
    expected.put("EQUALS", "a=b");
    expected.put("dotted.name-1", "x");
    assertEquals(expected, read);
  }

  @Test
  void parse_windowsLineEnds_areNoPartOfValues() throws ConfigException {
    assertEquals(Map.of("A", "1", "B", "2"), parse("A=1\r\n\r\nB='2'\r\n# end\r\n"));
  }

  @Test
  void parse_quotedValueOverLines_isOneValueAndLinesStillCount() throws ConfigException {
    Map<String, EnvFile.Entry> read =
        EnvFile.parse("KEY=\"-----BEGIN\nabc\n-----END\"\nB=2\n", ".env", mistakes);

    mistakes.throwIfAny();
    assertEquals(new EnvFile.Entry("-----BEGIN\nabc\n-----END", 1), read.get("KEY"));
    assertEquals(new EnvFile.Entry("2", 4), read.get("B"));
  }

  @Test
  void parse_malformedLines_areMistakesThatShowNothingOfThem() {
    EnvFile.parse("A=1\nsecret\n1B=2\nC='x' y\n=3\nD=\"open\nE=5\n", ".env", mistakes);

    assertEquals(
        List.of(
            ".env:2: is not NAME=value",
            ".env:3: is not NAME=value",
            ".env:4: has something after the closing quote",
            ".env:5: is not NAME=value",
            ".env:6: opens a quote that is never closed"),
        assertThrows(ConfigException.class, mistakes::throwIfAny).mistakes().stream()
            .map(Mistake::toString)
            .toList());
  }

  private Map<String, String> parse(String text) throws ConfigException {
    Map<String, String> values = new LinkedHashMap<>();
    EnvFile.parse(text, ".env", mistakes).forEach((name, entry) -> values.put(name, entry.value()));
    mistakes.throwIfAny();
    return values;
  }
}
