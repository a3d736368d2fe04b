package io.sidestat.collector.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What CloudWatch, a proxy, or the SDK on their behalf said, made fit for the log, the status page
 * and the journal: printable, cut after {@value #CHARS_MAX} characters, and without the headers
 * that say who asked. CloudWatch repeats those itself, the session token among them, where a
 * signature does not match.
 */
public final class ForeignWords {
  /** CloudWatch's own are a few hundred. */
  static final int CHARS_MAX = 1_000;

  /** The header, and what follows to the end of its line, or of the next if nothing does. */
  private static final Pattern CREDENTIALS =
      Pattern.compile("(?i)\\b(x-amz-security-token|authorization)\\b\\W+[^\\n]*");

  private ForeignWords() {}

  /** The words, or empty if there are none. */
  public static String of(@Nullable String words) {
    if (words == null) {
      return "";
    }
    String safe = CREDENTIALS.matcher(words).replaceAll("$1: ***");
    boolean cut = safe.codePointCount(0, safe.length()) > CHARS_MAX;
    return cut
        ? Untrusted.printable(safe.substring(0, safe.offsetByCodePoints(0, CHARS_MAX))) + "..."
        : Untrusted.printable(safe);
  }
}
