package io.sidestat.collector.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the documentation with parts that are made, between {@code made} and {@code end}. */
final class Page {
  private final Path file;

  Page(Path file) {
    this.file = file;
  }

  /** Puts a part in the place of the one that is there. */
  void write(String name, String part) throws IOException {
    String text = Files.readString(file);
    String begin = "<!-- made: " + name + " -->\n";
    int start = text.indexOf(begin);
    int end = text.indexOf("<!-- end -->", start);
    if (start < 0 || end < 0) {
      throw new IOException("no place for it: part=" + name + ", file=" + file);
    }
    Files.writeString(
        file, text.substring(0, start + begin.length()) + "\n" + part + "\n" + text.substring(end));
  }
}
