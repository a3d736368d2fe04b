package io.sidestat.collector.config;

import java.util.Collection;
import java.util.Optional;

/** The known name that a misspelt one most likely means, by edit distance. */
public final class Nearest {
  private static final int CHARS_MAX = 64;

  private Nearest() {}

  /** Empty if no known name is close: one edit, and one more for every five characters. */
  public static Optional<String> to(String name, Collection<String> known) {
    if (name.length() > CHARS_MAX) {
      return Optional.empty();
    }
    Optional<String> nearest = Optional.empty();
    int best = 2 + name.length() / 5;
    for (String candidate : known) {
      int distance = distance(name, candidate);
      if (distance < best) {
        best = distance;
        nearest = Optional.of(candidate);
      }
    }
    return nearest;
  }

  /** Levenshtein's distance, one row of the matrix at a time. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
