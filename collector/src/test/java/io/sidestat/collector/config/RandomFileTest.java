package io.sidestat.collector.config;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a file holds, it is read or refused with mistakes; nothing else is thrown. */
class RandomFileTest {

  @Property(tries = 2000)
  void load_randomBytes_throwsConfigExceptionOnly(@ForAll byte[] bytes) throws IOException {
    load(bytes);
  }

  @Property(tries = 3000)
  void load_randomPiecesOfYaml_throwsConfigExceptionOnly(@ForAll("yaml") String text)
      throws IOException {
    load(text.getBytes(StandardCharsets.UTF_8));
  }

  @Provide
  Arbitrary<String> yaml() {
    return Arbitraries.of(
            "interval",
            "listen",
            "udp",
            "allow",
            "dimensions",
            "rollups",
            "publish.enabled",
            "rules",
            "match",
            "keep",
            "rename",
            "name",
            "$1",
            "**",
            "journal.path",
            ": ",
            ":",
            "\n",
            "\n  ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            ",",
            "\"",
            "'",
            "&a ",
            "*a",
            "!t ",
            "|\n",
            ">",
            "%",
            "---\n",
            "...\n",
            "#",
            " #",
            "? ",
            "<<",
            "~",
            "\t",
            "\\",
            "\u0000",
            "\u2028",
            "\uD83D\uDE00",
            "60s",
            "true",
            "127.0.0.1:8125",
            "127.0.0.1/8",
            "fd00::/8",
            "%YAML 9.9\n",
            "@",
            "`")
        .list()
        .ofMaxSize(25)
        .map(pieces -> String.join("", pieces));
  }

  private static void load(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("sidestat", ".yaml");
    try {
      Files.write(file, bytes);
      Optional<Path> path = Optional.of(file);
      // The same bytes stand for both files.
      ConfigLoader.load(new ConfigSources(path, path, Map.of("HOME", "/home/kim"), Map.of()));
    } catch (ConfigException e) {
      assertFalse(e.mistakes().isEmpty());
      e.mistakes().forEach(mistake -> assertFalse(mistake.toString().contains("\n")));
    } finally {
      Files.delete(file);
    }
  }
}
