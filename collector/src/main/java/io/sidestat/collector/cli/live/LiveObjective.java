package io.sidestat.collector.cli.live;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A promise, as a chart draws it. Immutable.
 *
 * @param text as it is written in the file: {@code p95 < 500 ms}
 * @param latency what response times are to be below, in the metric's unit; empty for availability
 * @param target which share of requests is to be good, in percent
 * @param good for availability: values of StatusCode that are good
 * @param bad likewise; what is in neither does not count
 */
public record LiveObjective(
    String text, OptionalDouble latency, double target, List<String> good, List<String> bad) {
  public LiveObjective {
    good = List.copyOf(good);
    bad = List.copyOf(bad);
  }
}
