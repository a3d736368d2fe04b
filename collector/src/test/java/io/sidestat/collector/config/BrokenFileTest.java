package io.sidestat.collector.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that cannot be used; those under resources stand beside the exact lines they cause. */
class BrokenFileTest {
  @TempDir Path directory = Path.of("");

  static Stream<String> brokenFiles() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(resources())) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(n -> n.endsWith(".yaml"))
              .toList();
      return names.stream().sorted();
    }
  }

  @ParameterizedTest
  @MethodSource("brokenFiles")
  void load_brokenFile_listsEveryMistakeWithItsLine(String name) throws Exception {
    Path broken = resources().resolve(name);
    List<String> expected =
        Files.readAllLines(broken.resolveSibling(name.replace(".yaml", ".txt")));
    Files.copy(broken, directory.resolve("sidestat.yaml"));

    assertEquals(expected, mistakes(directory.resolve("sidestat.yaml")));
  }

  @Test
  void load_missingFile_saysSo() {
    assertEquals(
        List.of("sidestat.yaml: there is no such file"),
        mistakes(directory.resolve("sidestat.yaml")));
  }

  @Test
  void load_directory_saysSo() throws IOException {
    Path path = Files.createDirectory(directory.resolve("sidestat.yaml"));

    assertEquals(List.of("sidestat.yaml: is a directory, not a file"), mistakes(path));
  }

  @Test
  void load_fileBeyondOneMebibyte_isRefusedUnread() throws IOException {
    Path path = directory.resolve("sidestat.yaml");
    Files.writeString(path, "#".repeat(TextFile.BYTES_MAX + 1));

    assertEquals(List.of("sidestat.yaml: is larger than 1 MiB"), mistakes(path));
  }

  @Test
  void load_hugeNesting_isRefusedWithoutRecursion() throws IOException {
    Path path = directory.resolve("sidestat.yaml");
    Files.writeString(path, "rollups: " + "[".repeat(500_000));

    assertEquals(List.of("sidestat.yaml:1: is nested too deep"), mistakes(path));
  }

  @Test
  void load_thousandMistakes_keepsAHundredAndCountsAll() throws IOException {
    Path path = directory.resolve("sidestat.yaml");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      text.append("unknown").append(i).append(": x\n");
    }
    Files.writeString(path, text);

    ConfigException e = assertThrows(ConfigException.class, () -> load(path));

    assertEquals(100, e.mistakes().size());
    assertEquals(1000, e.count());
    assertTrue(
        String.valueOf(e.getMessage())
            .endsWith("\n1000 mistakes in the configuration, the first 100 are shown"));
  }

  @Test
  void load_controlCharactersAndLengthInAValue_areEscapedAndCut() throws IOException {
    Path path = directory.resolve("sidestat.yaml");
    Files.writeString(path, "interval: \"\\e[31m\\n" + "x".repeat(100) + "\"\n");

    assertEquals(
        List.of(
            "sidestat.yaml:1: interval: found \"\\u001B[31m\\n"
                + "x".repeat(74)
                + "...\", allowed: 1s, 5s, 10s, 30s or 60s"),
        mistakes(path));
  }

  private List<String> mistakes(Path file) {
    ConfigException e = assertThrows(ConfigException.class, () -> load(file));
    return e.mistakes().stream()
        .map(mistake -> mistake.toString().replace(directory + "/", ""))
        .toList();
  }

  private static LoadedConfig load(Path file) throws ConfigException {
    return ConfigLoader.load(
        new ConfigSources(
            Optional.of(file), Optional.empty(), Map.of("HOME", "/home/kim"), Map.of()));
  }

  private static Path resources() throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(BrokenFileTest.class.getResource("/config/broken")).toURI());
  }
}
