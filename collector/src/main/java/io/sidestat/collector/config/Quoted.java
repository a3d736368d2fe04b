package io.sidestat.collector.config;

import io.sidestat.collector.model.Untrusted;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Other people's text, fit for one line of a message: in quotes, control characters escaped, cut
 * after 80 characters, and without the user, the password and the query of an address.
 */
final class Quoted {
  private static final int CODE_POINTS_MAX = 80;

  /**
   * A scheme, which stays, and all up to the last at sign: passwords have slashes, blanks and at
   * signs in them, too.
   */
  private static final Pattern CREDENTIALS =
      Pattern.compile("^((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)?.*@", Pattern.DOTALL);

  /** What stands in an address behind the question mark. */
  private static final Pattern QUERY = Pattern.compile("(//[^?]*\\?).+", Pattern.DOTALL);

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
    String safe = CREDENTIALS.matcher(text).replaceFirst("$1***@");
    safe = QUERY.matcher(safe).replaceFirst("$1***");
    if (safe.codePointCount(0, safe.length()) <= codePointsMax) {
      return Untrusted.escaped(safe);
    }
    return Untrusted.escaped(safe.substring(0, safe.offsetByCodePoints(0, codePointsMax))) + "...";
  }
}
