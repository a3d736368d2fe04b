package io.sidestat.collector.cli;

/** Makes text that others sent us fit to be shown. */
final class Terminal {
  private Terminal() {}

  /** The text in quotes, with anything that could steer a terminal written as an escape. */
  static String quoted(String untrusted) {
    return '"' + escaped(untrusted) + '"';
  }

  /** The text with control characters, and others that do not print, written as escapes. */
  static String escaped(String untrusted) {
    StringBuilder text = new StringBuilder(untrusted.length());
    untrusted
        .codePoints()
        .forEach(
            c -> {
              if (c == '\n') {
                text.append("\\n");
              } else if (isPrintable(c)) {
                text.appendCodePoint(c);
              } else {
                text.append("\\u{").append(Integer.toHexString(c)).append('}');
              }
            });
    return text.toString();
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
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
