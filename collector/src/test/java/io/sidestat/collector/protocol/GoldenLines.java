package io.sidestat.collector.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The golden files: on each line a datagram, an arrow, and what is to become of it; see their
 * README.
 */
final class GoldenLines {
  private static final Path DIRECTORY = Path.of("src", "test", "resources", "golden");
  private static final String ARROW = "=>";

  private GoldenLines() {}

  /** The lines of all files, each with its file's name in front. */
  static List<Line> all() throws IOException {
    List<Line> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(DIRECTORY)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".txt")).sorted().toList()) {
        for (String text : Files.readAllLines(file)) {
          if (!text.isBlank() && !text.startsWith("# ")) {
            lines.add(Line.of(file.getFileName().toString(), text));
          }
        }
      }
    }
    return lines;
  }

  /** The datagrams alone. */
  static List<byte[]> datagrams() throws IOException {
    return all().stream().map(line -> line.datagram().getBytes(StandardCharsets.UTF_8)).toList();
  }

  /**
   * A line of a golden file.
   *
   * @param outcome samples and rejections joined by {@code &}; empty if there are none
   */
  record Line(String file, String datagram, String outcome) {
    static Line of(String file, String text) {
      int arrow = text.lastIndexOf(ARROW);
      String datagram = text.substring(0, arrow).stripTrailing();
      return new Line(
          file,
          datagram.replace("\\n", "\n").replace("\\r", "\r"),
          text.substring(arrow + ARROW.length()).strip());
    }

    @Override
    public String toString() {
      return file + ": " + datagram.replace("\n", "\\n").replace("\r", "\\r");
    }
  }
}
