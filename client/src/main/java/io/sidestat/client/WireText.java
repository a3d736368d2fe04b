package io.sidestat.client;

/**
 * Makes text safe to stand in a line: what would end or divide it becomes {@code _}, as do control
 * characters; all else is kept. Stateless.
 */
final class WireText {

  private WireText() {}

  /** The name of an instrument, a prefix, or the key of a tag. */
  static String name(String text) {
    return replaced(text, ":|@#,");
  }

  /**
   * The name in a call of the {@link com.timgroup.statsd.StatsDClient} interface. Applications that
   * have tags write them into such names ({@code name,key=value}), so their characters are kept.
   */
  static String aspect(String text) {
    return replaced(text, ":|@");
  }

  /** The value of a tag: it runs from the first colon to the next comma, so it may have colons. */
  static String tagValue(String text) {
    return replaced(text, "|@#,");
  }

  /** A member of a set: it runs from the first colon to the next bar. */
  static String setMember(String text) {
    return replaced(text, "|");
  }

  private static String replaced(String text, String forbidden) {
    for (int at = 0; at < text.length(); at++) {
      if (isForbidden(text.charAt(at), forbidden)) {
        return replacedFrom(at, text, forbidden);
      }
    }
    return text;
  }

  private static String replacedFrom(int first, String text, String forbidden) {
    char[] characters = text.toCharArray();
    for (int at = first; at < characters.length; at++) {
      if (isForbidden(characters[at], forbidden)) {
        characters[at] = '_';
      }
    }
    return new String(characters);
  }

  private static boolean isForbidden(char character, String forbidden) {
    return Character.isISOControl(character) || forbidden.indexOf(character) >= 0;
  }
}
