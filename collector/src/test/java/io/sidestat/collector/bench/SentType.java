package io.sidestat.collector.bench;

import java.util.SplittableRandom;

/** What kinds of samples the driver sends, and how their values are drawn. */
enum SentType {
  TIMER("ms", "ResponseTime"),
  COUNTER("c", "RequestCount"),
  GAUGE("g", "QueueDepth"),
  SET("s", "Visitors");

  /** Spread of the logarithm of latencies. */
  private static final double SIGMA = 0.8;

  /** Some servers leave out timers below a millisecond. */
  private static final int TIMER_HUNDREDTHS_MIN = 100;

  private static final int GAUGE_HUNDREDTHS_BOUND = 100_000;

  /** Few enough for any server to count exactly. */
  private static final int MEMBERS = 500;

  final String code;
  final String metric;

  SentType(String code, String metric) {
    this.code = code;
    this.metric = metric;
  }

  /** The type of that StatsD code, such as ms. */
  static SentType of(String code) {
    for (SentType type : values()) {
      if (type.code.equals(code)) {
        return type;
      }
    }
    throw new IllegalArgumentException("unknown type: " + code);
  }

  /**
   * A value, or a set's member, in hundredths.
   *
   * @param series number of the series: its latencies have a median of their own
   */
  int draw(SplittableRandom random, int series) {
    return switch (this) {
      case TIMER -> {
        double median = 5 + series * 37 % 100;
        double value = median * Math.exp(SIGMA * random.nextGaussian());
        yield Math.max(TIMER_HUNDREDTHS_MIN, (int) Math.round(value * 100));
      }
      case COUNTER -> 100 * (random.nextInt(10) == 0 ? 2 + random.nextInt(9) : 1);
      case GAUGE -> random.nextInt(GAUGE_HUNDREDTHS_BOUND);
      case SET -> 100 * random.nextInt(MEMBERS);
    };
  }

  /** How a value is written: whole, or with two decimals. */
  String written(int hundredths) {
    if (this == COUNTER || this == SET) {
      return Integer.toString(hundredths / 100);
    }
    int cents = hundredths % 100;
    return hundredths / 100 + (cents < 10 ? ".0" : ".") + cents;
  }
}
