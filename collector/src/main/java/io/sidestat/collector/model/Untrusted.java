package io.sidestat.collector.model;

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
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints().forEach(codePoint -> append(escaped, codePoint));
    return escaped.toString();
  }

  private static void append(StringBuilder escaped, int codePoint) {
    switch (codePoint) {
      case '\n' -> escaped.append("\\n");
      case '\r' -> escaped.append("\\r");
      case '\t' -> escaped.append("\\t");
      case '"' -> escaped.append("\\\"");
      case '\\' -> escaped.append("\\\\");
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
