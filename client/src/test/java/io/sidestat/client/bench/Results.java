package io.sidestat.client.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** All rounds of one contender. */
record Results(List<Run> bursts, List<Run> paced, List<Call> calls) {

  /** One run of the driver. */
  record Run(double seconds, double cpuMicros, double p50, double p99, double arrived) {}

  /** What a call takes in nanoseconds, and allocates in bytes. */
  record Cost(double nanos, double bytes) {}

  /** The same on one thread and on two at once. */
  record Call(Cost one, Cost two) {}

  /** The middle one, or the lower of the two. */
  static <T> double median(List<T> runs, ToDoubleFunction<T> figure) {
    double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    return sorted[(sorted.length - 1) / 2];
  }

  static double least(List<Run> runs) {
    return runs.stream().mapToDouble(Run::arrived).min().orElse(0);
  }
}
