package io.sidestat.collector.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether to look for the one bad datum of a request that is called invalid. It is worth it while
 * CloudWatch takes something now and then; where it takes nothing at all, as with a namespace that
 * it does not like, each request would cost two thousand others, which are billed. Not thread-safe.
 */
final class InvalidAnswers {
  /**
   * So many invalid answers in a row, and nothing taken: of a request of 1,000 at least every
   * fourth datum is bad then, and these evenly spread.
   */
  static final int IN_A_ROW_MAX = 256;

  /** After so long it is tried again, in case that not all is bad any more. */
  static final Duration PAUSE = Duration.ofMinutes(10);

  /** Namespaces looked at apart; with more of them all begin anew. */
  private static final int NAMESPACES_MAX = 100;

  private final Map<String, Streak> streaks = new HashMap<>();

  private static final class Streak {
    private int inARow;
    private Instant pausedUntil = Instant.MIN;
  }

  /** Something of the namespace was taken: not all of it is bad. */
  void taken(String namespace) {
    streaks.remove(namespace);
  }

  /** Something was called invalid; answers whether to go on in halves if it can be halved. */
  boolean worthHalving(String namespace, Instant now) {
    if (streaks.size() >= NAMESPACES_MAX && !streaks.containsKey(namespace)) {
      streaks.clear();
    }
    Streak streak = streaks.computeIfAbsent(namespace, name -> new Streak());
    if (now.isBefore(streak.pausedUntil)) {
      return false;
    }
    streak.inARow++;
    if (streak.inARow < IN_A_ROW_MAX) {
      return true;
    }
    streak.inARow = 0;
    streak.pausedUntil = now.plus(PAUSE);
    return false;
  }
}
