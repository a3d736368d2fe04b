package io.sidestat.collector.publish;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether to look for the one bad datum of a request that is called invalid. It is worth it while
 * CloudWatch takes something now and then; where it takes nothing at all, as with a namespace that
 * it does not like, each request would cost two thousand others, which are billed. Not thread-safe.
 */
final class Refusals {
  /**
   * So many invalid answers in a row, and nothing taken: of a request of 1,000 at least every
   * fourth datum is bad then, and these evenly spread.
   */
  static final int IN_A_ROW_MAX = 256;

  /** After so long it is tried again, in case that not all is bad any more. */
  static final Duration PAUSE = Duration.ofMinutes(10);

  private int inARow;
  private Instant pausedUntil = Instant.MIN;

  /** Something was taken: not all is bad. */
  void taken() {
    inARow = 0;
    pausedUntil = Instant.MIN;
  }

  /** Something was called invalid; answers whether to go on in halves if it can be halved. */
  boolean worthHalving(Instant now) {
    if (now.isBefore(pausedUntil)) {
      return false;
    }
    inARow++;
    if (inARow < IN_A_ROW_MAX) {
      return true;
    }
    inARow = 0;
    pausedUntil = now.plus(PAUSE);
    return false;
  }
}
