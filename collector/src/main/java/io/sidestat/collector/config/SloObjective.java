package io.sidestat.collector.config;

import java.time.Duration;
import java.util.List;

/** A promise, and over what time it is to be kept. Immutable. */
public sealed interface SloObjective {

  /** The time over which the promise is to be kept, 1 h to 90 d. */
  Duration window();

  /** Which share of requests is to be good, in percent, above 0 and below 100. */
  double target();

  /** As it is written in the file: {@code p95 < 500 ms}. */
  String text();

  /**
   * So many of the requests succeed.
   *
   * @param good status classes that are good: {@code 2xx}
   * @param bad status classes that are bad; those in neither do not count
   */
  record Availability(double target, List<String> good, List<String> bad, Duration window)
      implements SloObjective {
    public Availability {
      good = List.copyOf(good);
      bad = List.copyOf(bad);
    }

    @Override
    public String text() {
      return "availability " + SloText.number(target) + "%";
    }
  }

  /**
   * A percentile of the latency is below a threshold. That is the promise that so many percent of
   * the requests are faster, asked the other way round.
   *
   * @param percentile above 0 and below 100
   * @param threshold above 0
   */
  record LatencyPercentile(double percentile, Duration threshold, Duration window)
      implements SloObjective {
    @Override
    public double target() {
      return percentile;
    }

    @Override
    public String text() {
      return "p" + SloText.number(percentile) + " < " + SloText.threshold(threshold);
    }
  }

  /**
   * So many of the requests are faster than a threshold.
   *
   * @param threshold above 0
   */
  record LatencyShare(double target, Duration threshold, Duration window) implements SloObjective {
    @Override
    public String text() {
      return SloText.number(target) + "% < " + SloText.threshold(threshold);
    }
  }
}
