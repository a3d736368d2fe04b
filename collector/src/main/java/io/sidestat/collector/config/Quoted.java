package io.sidestat.collector.config;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Other people's text, fit for one line of a message: in quotes, control characters escaped, cut
 * after 80 characters, and without the user and password of an address.
 */
final class Quoted {
  private static final int CODE_POINTS_MAX = 80;
  private static final Pattern URL_CREDENTIALS = Pattern.compile("//[^/@\\s]*@");

  private Quoted() {}

  static String of(String text) {
    return '"' + escape(text) + '"';
  }

  /** A file's name, escaped and whole. */
  static String path(Path path) {
    return escape(path.toString(), Integer.MAX_VALUE);
  }

  /** The same as {@link #of} without quotes. */
  static String escape(String text) {
    return escape(text, CODE_POINTS_MAX);
  }

  private static String escape(String text, int codePointsMax) {
    String safe = URL_CREDENTIALS.matcher(text).replaceAll("//***@");
    StringBuilder escaped = new StringBuilder();
    int count = 0;
    for (int i = 0; i < safe.length(); i = safe.offsetByCodePoints(i, 1)) {
      if (count++ == codePointsMax) {
        return escaped.append("...").toString();
      }
      append(escaped, safe.codePointAt(i));
    }
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
