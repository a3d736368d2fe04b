package io.sidestat.collector.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The mistakes found so far, in the order of the sources. Keeps the first 100 and counts the rest,
 * so that a file of something else entirely does not fill the screen.
 */
final class Mistakes {
  private static final int KEPT_MAX = 100;

  private final List<Mistake> kept = new ArrayList<>();
  private int count;

  void add(Mistake mistake) {
    count++;
    if (kept.size() < KEPT_MAX) {
      kept.add(mistake);
    }
  }

  void add(String where, String problem) {
    add(new Mistake(where, "", problem));
  }

  void throwIfAny() throws ConfigException {
    if (count > 0) {
      throw new ConfigException(kept, count);
    }
  }
}
