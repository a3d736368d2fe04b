package io.sidestat.collector.faults;

import java.util.SplittableRandom;

/**
 * Samples that follow from their number alone, so that none has to be kept: of ten, seven are
 * timers, two counters and one a gauge, over several endpoints. Immutable.
 *
 * @param poison whether one timer in five hundred is of a metric that the endpoint calls invalid
 */
record KnownSamples(long seed, int endpoints, boolean poison) {
  static final int PER_DATAGRAM = 20;

  static final String TIMER = "latency";
  static final String COUNTER = "requests";
  static final String GAUGE = "depth";
  static final String POISON = "poison";

  private static final int KINDS = 10;
  private static final int FIRST_COUNTER = 7;
  private static final int THE_GAUGE = 9;
  private static final int POISON_EVERY = 500;

  String metric(long number) {
    int kind = (int) (number % KINDS);
    if (kind == THE_GAUGE) {
      return GAUGE;
    }
    if (kind >= FIRST_COUNTER) {
      return COUNTER;
    }
    return poison && number % POISON_EVERY == 0 ? POISON : TIMER;
  }

  String endpoint(long number) {
    return "e" + number / KINDS % endpoints;
  }

  /** In thousandths, so that its text and its double are exact and short. */
  long thousandths(long number) {
    if (number % KINDS >= FIRST_COUNTER) {
      return 1_000 * (1 + number % 3);
    }
    double uniform = new SplittableRandom(seed ^ (number * 0x9e3779b97f4a7c15L)).nextDouble();
    return 1 + Math.round(2_000_000 * uniform * uniform * uniform);
  }

  double value(long number) {
    return thousandths(number) / 1_000.0;
  }

  private static String code(String metric) {
    return switch (metric) {
      case GAUGE -> "g";
      case COUNTER -> "c";
      default -> "ms";
    };
  }

  /** The lines of a datagram. */
  String datagram(long firstNumber, int life, long batch) {
    StringBuilder lines = new StringBuilder();
    for (long number = firstNumber; number < firstNumber + PER_DATAGRAM; number++) {
      String metric = metric(number);
      long thousandths = thousandths(number);
      lines
          .append(lines.isEmpty() ? "" : "\n")
          .append(metric)
          .append(':')
          .append(thousandths / 1_000)
          .append('.')
          .append(String.valueOf(1_000 + thousandths % 1_000).substring(1))
          .append('|')
          .append(code(metric))
          .append("|#Endpoint:")
          .append(endpoint(number))
          .append(",Life:")
          .append(life)
          .append(",Batch:")
          .append(batch);
    }
    return lines.toString();
  }
}
