package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every link from one document to another leads somewhere, and every document can be found. */
final class DocLinksTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

  private static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.walk(DOCS)) {
      List<Path> documents =
          new ArrayList<>(files.filter(file -> file.toString().endsWith(".md")).toList());
      documents.add(Path.of("..", "README.md"));
      documents.add(Path.of("..", ".github", "CONTRIBUTING.md"));
      return documents;
    }
  }

  @Test
  void links_toOtherDocuments_leadToWhatIsThere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        String target = link.group(1);
        if (!target.matches("[a-z]+:.*") && !leadsSomewhere(document, target)) {
          broken.add(document + " -> " + target);
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  private static boolean leadsSomewhere(Path document, String target) throws IOException {
    int hash = target.indexOf('#');
    String file = hash < 0 ? target : target.substring(0, hash);
    Path other = file.isEmpty() ? document : document.resolveSibling(file);
    if (!Files.exists(other)) {
      return false;
    }
    return hash < 0 || anchors(other).contains(target.substring(hash + 1));
  }

  /** As GitHub makes them of headings: in small letters, marks left out, hyphens for spaces. */
  private static List<String> anchors(Path document) throws IOException {
    List<String> anchors = new ArrayList<>();
    Matcher heading = HEADING.matcher(Files.readString(document));
    while (heading.find()) {
      anchors.add(
          heading
              .group(1)
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{N} _-]", "")
              .replace(' ', '-'));
    }
    return anchors;
  }

  @Test
  void index_namesEveryDocument() throws IOException {
    String index = Files.readString(DOCS.resolve("index.md"));
    List<String> missing =
        documents().stream()
            .filter(document -> document.startsWith(DOCS))
            .map(document -> DOCS.relativize(document).toString())
            .filter(name -> !name.startsWith("decisions") && !name.startsWith("examples"))
            .filter(name -> !name.equals("index.md") && !index.contains("(" + name + ")"))
            .toList();
    assertEquals(List.of(), missing);
  }
}
