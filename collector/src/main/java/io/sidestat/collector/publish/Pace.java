package io.sidestat.collector.publish;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How fast requests go out, all of them together: the one rate limit on this side. Halved by each
 * throttling and raised by each request that is taken. While nothing is taken at all, one request
 * at a time asks whether that is over, after waits that double. For the publisher's thread.
 *
 * <p>CloudWatch takes some 500 requests a second of an account and region. Source: PutMetricData,
 * CloudWatch API reference, 23 Nov 2026.
 */
final class Pace {
  private static final int CONCURRENT_MAX = 4;
  private static final double RATE_MAX = 20;
  private static final double RATE_MIN = 0.5;
  private static final double RAISE = 1;

  /** Failures in a row, of whatever requests, after which CloudWatch is taken to be away. */
  private static final int AWAY_AFTER = 3;

  private static final long MILLIS_A_SECOND = 1_000;
  private static final long WAIT_FIRST_MILLIS = 1_000;
  private static final int DOUBLINGS_MAX = 6;

  /** Longest wait between two questions whether CloudWatch is back. */
  static final Duration WAIT_MAX = Duration.ofSeconds(60);

  private final int concurrentMax;
  private final double rateMax;
  private final InstantSource clock;
  private double rate;
  private long nextMillis;
  private int failuresInARow;

  /** At most four at a time and 20 a second. */
  Pace(InstantSource clock) {
    this(CONCURRENT_MAX, RATE_MAX, clock);
  }

  Pace(int concurrentMax, double rateMax, InstantSource clock) {
    this.concurrentMax = concurrentMax;
    this.rateMax = rateMax;
    this.clock = clock;
    this.rate = rateMax;
    this.nextMillis = clock.millis();
  }

  /** How many requests may be under way. */
  int concurrent() {
    return away() ? 1 : concurrentMax;
  }

  /** Whether nothing was taken for a while. */
  boolean away() {
    return failuresInARow >= AWAY_AFTER;
  }

  /** How long until a request may begin; 0 if one may now. */
  long waitMillis() {
    long left = nextMillis - clock.millis();
    // Nothing is put off further: the clock was set back.
    return left > WAIT_MAX.toMillis() ? 0 : Math.max(0, left);
  }

  /** A request begins. */
  void begun() {
    nextMillis = clock.millis() + (long) (MILLIS_A_SECOND / rate);
  }

  /** The service has looked at a request, and took it or called it bad. */
  void answered() {
    failuresInARow = 0;
    rate = Math.min(rateMax, rate + RAISE);
  }

  /** There are too many requests, of this host or of others. */
  void throttled() {
    rate = Math.max(Math.min(RATE_MIN, rateMax), rate / 2);
    failed();
  }

  /** No request would fare better just now. */
  void failed() {
    failuresInARow++;
    if (away()) {
      nextMillis = clock.millis() + jittered(failuresInARow - AWAY_AFTER);
    }
  }

  /** Full jitter: anything above zero up to a bound that doubles from 1 s to 60 s. */
  static long jittered(int doublings) {
    long bound =
        Math.min(WAIT_MAX.toMillis(), WAIT_FIRST_MILLIS << Math.min(doublings, DOUBLINGS_MAX));
    return 1 + ThreadLocalRandom.current().nextLong(bound);
  }
}
