package io.sidestat.collector.bench;

import java.io.IOException;

/**
 * What one contender did in one round.
 *
 * @param lossFree lines a second without loss
 * @param atLeast whether the sender could not send faster than that
 * @param saturated lines a second taken in while more are sent than it can take
 * @param saturatedCpu CPU seconds per million lines, then
 * @param fixedRateCpu CPU seconds per million lines at a rate that is the same for all
 */
record Measurement(
    double lossFree, boolean atLeast, double saturated, double saturatedCpu, double fixedRateCpu) {

  /** Measures a contender that has just been started. */
  static Measurement of(Driver driver, Running running, Effort effort, double fixedRate)
      throws IOException {
    // Under full load and not: a JVM compiles again when it first sees that nothing is waiting.
    Trial.run(driver, running, 0, effort.warmUpSeconds());
    Trial.run(driver, running, fixedRate, effort.warmUpSeconds() / 2);
    Trial.run(driver, running, 0, effort.warmUpSeconds() / 2);
    Trial saturated = Trial.run(driver, running, 0, effort.runSeconds());
    Search.Result found =
        new Search(driver, running, effort).run(saturated.receivedLinesPerSecond());
    Trial fixed = Trial.run(driver, running, fixedRate, effort.runSeconds());
    return new Measurement(
        found.linesPerSecond(),
        found.atLeast(),
        saturated.receivedLinesPerSecond(),
        saturated.cpuSecondsPerMillionLines(),
        fixed.cpuSecondsPerMillionLines());
  }
}
