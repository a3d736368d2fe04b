package io.sidestat.client;

import java.util.concurrent.ThreadLocalRandom;

/** Chooses which samples of an instrument are sent. Immutable and thread-safe. */
final class Sampler {

  /** Sends all. */
  static final Sampler ALL = new Sampler(Long.MAX_VALUE);

  /** A random number of 63 bits below it is sent. */
  private final long below;

  private Sampler(long below) {
    this.below = below;
  }

  /**
   * Sends that share.
   *
   * @param rate above 0, below 1
   */
  static Sampler of(double rate) {
    return new Sampler((long) (rate * Long.MAX_VALUE));
  }

  /** Whether this one is sent. Takes some nanoseconds and no memory. */
  boolean keeps() {
    return below == Long.MAX_VALUE || (ThreadLocalRandom.current().nextLong() >>> 1) < below;
  }
}
