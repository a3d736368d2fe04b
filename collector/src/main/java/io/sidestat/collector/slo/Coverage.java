package io.sidestat.collector.slo;

import io.sidestat.collector.query.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How much of a window there is data of. What comes before the first sign of life is not missing:
 * the service, or the collector, was not there yet; and what is not due yet is not either.
 *
 * @param steps that there should be data of, from the first sign of life on
 * @param missing how many of them there is none of
 * @param alive whether the collector's heartbeat was seen at all
 * @param requests signs of requests, be they counted by the objective or not; 0 if there are none
 * @param first start of the first step with a sign of life; the window's end if there is none
 */
record Coverage(int steps, int missing, boolean alive, double requests, Instant first) {
  /**
   * A datum of a minute is sent up to a minute after it, by hosts that spread their requests, and
   * CloudWatch takes its time.
   */
  private static final Duration SETTLING = Duration.ofMinutes(3);

  /**
   * Where no heartbeat tells, a step without a sample is missing if the others have as many as
   * this: were the traffic merely random, one of 22,000 steps would be empty.
   */
  private static final double BUSY_SAMPLES = 10;

  /** Lengths of steps in minutes that CloudWatch keeps data by, however old it is. */
  private static final List<Integer> STEP_MINUTES = List.of(1, 5, 15, 60, 360, 1440);

  private static final int STEPS_MAX = 1_440;

  /** By what steps to look at a window. */
  static Duration step(TimeRange range) {
    long minutes = range.length().toMinutes();
    return Duration.ofMinutes(
        STEP_MINUTES.stream()
            .filter(step -> step * (long) STEPS_MAX >= minutes)
            .findFirst()
            .orElse(STEP_MINUTES.get(STEP_MINUTES.size() - 1)));
  }

  /**
   * The coverage of a window.
   *
   * @param heartbeats by the start of their step
   * @param samples likewise, those that the objective counts
   * @param others likewise, whatever else shows that there were requests
   */
  static Coverage of(
      TimeRange range,
      SortedMap<Long, Double> heartbeats,
      SortedMap<Long, Double> samples,
      SortedMap<Long, Double> others,
      Instant now) {
    NavigableSet<Long> seen = new TreeSet<>();
    samples.entrySet().stream()
        .filter(step -> step.getValue() > 0)
        .forEach(step -> seen.add(step.getKey()));
    boolean alive = !heartbeats.isEmpty();
    double requests = others.values().stream().mapToDouble(Double::doubleValue).sum();
    double perStep =
        seen.isEmpty()
            ? 0
            : samples.values().stream().mapToDouble(Double::doubleValue).sum() / seen.size();
    long lastSample = seen.isEmpty() ? Long.MIN_VALUE : seen.last();
    seen.addAll(heartbeats.keySet());
    if (seen.isEmpty()) {
      return new Coverage(0, 0, false, requests, range.to());
    }
    long step = step(range).toMillis();
    long first = seen.first();
    // Without heartbeats nobody knows whether traffic ended or data is late.
    long expectedUntil =
        alive
            ? Math.min(range.to().toEpochMilli(), now.minus(SETTLING).toEpochMilli())
            : lastSample;
    boolean gapsCount = alive || perStep >= BUSY_SAMPLES;
    int steps = 0;
    int missing = 0;
    for (long start = first; start < range.to().toEpochMilli(); start += step) {
      boolean there = hasOneIn(seen, start, step);
      if (there || (gapsCount && start + step <= expectedUntil)) {
        steps++;
        missing += there ? 0 : 1;
      }
    }
    return new Coverage(steps, missing, alive, requests, Instant.ofEpochMilli(first));
  }

  private static boolean hasOneIn(NavigableSet<Long> seen, long start, long step) {
    Long next = seen.ceiling(start);
    return next != null && next < start + step;
  }

  /** Adds up several metrics' samples by step. */
  static SortedMap<Long, Double> sum(List<SortedMap<Long, Double>> counts) {
    SortedMap<Long, Double> sum = new TreeMap<>();
    counts.forEach(one -> one.forEach((start, count) -> sum.merge(start, count, Double::sum)));
    return sum;
  }

  /** Which percentage of the steps there is data of. */
  double percent() {
    return steps == 0 ? 0 : 100.0 * (steps - missing) / steps;
  }
}
