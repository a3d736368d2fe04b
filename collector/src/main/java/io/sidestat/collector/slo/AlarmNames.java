package io.sidestat.collector.slo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * Gives out names, each once: of a name that was there, the next is {@code name (2)}. What is too
 * long is cut, and what cannot stand in a name replaced; such names end in a hash of the whole, so
 * that they stay apart and are the same in the next template. Not for several threads.
 */
final class AlarmNames {
  /** PutMetricAlarm and PutCompositeAlarm, API reference, read 2026-11-26. */
  static final int CHARS_MAX = 255;

  /** CloudFormation's limit is 255 (as cfn-lint 1.58 has it); less is easier to read. */
  private static final int LOGICAL_ID_WORDS_CHARS_MAX = 120;

  private final Set<String> given = new HashSet<>();

  /**
   * A name that has not been given out.
   *
   * @param base what is cut if need be
   * @param suffix what tells alarms of the same base apart, at most 50 characters
   */
  AlarmName next(String base, String suffix) {
    String text = fitting(base, suffix);
    for (int count = 2; !given.add(text); count++) {
      text = fitting(base, suffix + " (" + count + ")");
    }
    return new AlarmName(text, logicalId(text));
  }

  private static String fitting(String base, String suffix) {
    String allowed = allowed(base);
    if (allowed.equals(base) && base.length() + suffix.length() <= CHARS_MAX) {
      return base + suffix;
    }
    String end = " ~" + hash(base) + suffix;
    return allowed.substring(0, Math.min(allowed.length(), CHARS_MAX - end.length())) + end;
  }

  /**
   * Without what would end a name within a composite alarm's rule, and without the brackets that
   * CloudFormation looks for references in.
   */
  private static String allowed(String text) {
    return text.replace('"', '_').replace('\\', '_').replace("{{", "__");
  }

  /** From the name alone, so that it stays when other alarms come and go. */
  private static String logicalId(String text) {
    StringBuilder words = new StringBuilder();
    boolean starts = true;
    for (int i = 0; i < text.length() && words.length() < LOGICAL_ID_WORDS_CHARS_MAX; i++) {
      char c = text.charAt(i);
      if (isLetterOrDigit(c)) {
        words.append(starts ? Character.toUpperCase(c) : c);
      }
      starts = !isLetterOrDigit(c);
    }
    boolean named = words.length() > 0 && !Character.isDigit(words.charAt(0));
    return (named ? "" : "A") + words + hash(text);
  }

  static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** Eight hexadecimal digits: among 500 names, two are alike in one of 34,000 templates. */
  static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
