package io.sidestat.collector.model;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Text that others sent us, made fit to be shown in a log, a terminal or a message: whatever could
 * steer a terminal, end a line or turn its direction around is written as an escape.
 */
public final class Untrusted {
  private Untrusted() {}

  /** The text, escaped, in quotes. */
  public static String quoted(String text) {
    return '"' + escaped(text) + '"';
  }

  /** The text with quotes, backslashes and all that does not print written as escapes. */
  public static String escaped(String text) {
    return printable(text.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  /**
   * The text with all that does not print written as escapes; quotes and backslashes stay, so that
   * doing it twice changes nothing. For text with words of our own in it.
   */
  public static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints().forEach(codePoint -> append(printable, codePoint));
    return printable.toString();
  }

  /** As {@link #printable}, line by line: line ends and tabs stay. For stack traces. */
  public static String printableLines(String text) {
    return text.lines()
        .map(line -> Arrays.stream(line.split("\t", -1)).map(Untrusted::printable))
        .map(parts -> parts.collect(Collectors.joining("\t")))
        .collect(Collectors.joining("\n"));
  }

  private static void append(StringBuilder escaped, int codePoint) {
    switch (codePoint) {
      case '\n' -> escaped.append("\\n");
      case '\r' -> escaped.append("\\r");
      case '\t' -> escaped.append("\\t");
      default -> {
        if (isPlain(codePoint)) {
          escaped.appendCodePoint(codePoint);
        } else {
          escaped.append(String.format("\\u%04X", codePoint));
        }
      }
    }
  }

  private static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      // FORMAT holds the characters that turn a line's direction around.
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
