package io.sidestat.collector.bench;

import java.io.IOException;

/**
 * Looks for the highest rate at which a contender loses nothing: by bisection around what it took
 * in under full load, then down in small steps until a longer run confirms it. A rate at which
 * something was lost, or that the sender did not reach, is tried once more: on a shared machine
 * others may have had the core.
 */
final class Search {
  /** The search ends when what is lossy is within this factor of what is not. */
  private static final double PRECISION = 1.04;

  /** A sender that reaches less than this share of the rate asked for is at its own limit. */
  private static final double SENDER_REACHES = 0.97;

  private static final double LOWEST = 0.3;
  private static final double HIGHEST = 1.3;
  private static final double STEP_DOWN = 0.94;
  private static final int CONFIRMATIONS_MAX = 20;

  private final Driver driver;
  private final Running running;
  private final Effort effort;

  Search(Driver driver, Running running, Effort effort) {
    this.driver = driver;
    this.running = running;
    this.effort = effort;
  }

  /**
   * The rate found.
   *
   * @param linesPerSecond as the sender kept it up
   * @param atLeast whether the sender could not send faster
   */
  record Result(double linesPerSecond, boolean atLeast) {}

  Result run(double saturatedLinesPerSecond) throws IOException {
    double lossFree = saturatedLinesPerSecond * LOWEST;
    double lossy = saturatedLinesPerSecond * HIGHEST;
    while (lossy / lossFree > PRECISION) {
      double rate = Math.sqrt(lossy * lossFree);
      Trial trial = trial(rate, effort.trialSeconds());
      if (trial.lossFree()) {
        lossFree = rate;
        if (!reached(trial, rate)) {
          break;
        }
      } else {
        lossy = rate;
      }
    }
    return confirmed(lossFree);
  }

  private Result confirmed(double rate) throws IOException {
    double tried = rate;
    for (int i = 0; i < CONFIRMATIONS_MAX; i++) {
      Trial trial = trial(tried, effort.runSeconds());
      if (trial.lossFree()) {
        return new Result(trial.sentLinesPerSecond(), !reached(trial, tried));
      }
      tried *= STEP_DOWN;
    }
    return new Result(0, false);
  }

  /** The better of two, if the first was not good. */
  private Trial trial(double rate, double seconds) throws IOException {
    Trial first = Trial.run(driver, running, rate, seconds);
    if (first.lossFree() && reached(first, rate)) {
      return first;
    }
    Trial second = Trial.run(driver, running, rate, seconds);
    return second.lossFree() ? second : first;
  }

  private static boolean reached(Trial trial, double rate) {
    return trial.sentLinesPerSecond() >= rate * SENDER_REACHES;
  }
}
