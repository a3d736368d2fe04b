package io.sidestat.collector.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Datagrams of random bytes beside good ones. First as many as there are good ones: what the
 * collector takes in without loss, good and bad together, should be no less than of good ones
 * alone. Then both as fast as they can be sent, for longer than a minute: neither the log nor the
 * memory may grow with them.
 */
final class GarbageFlood implements Scenario {
  private static final double FLOOD_SECONDS = 70;

  /** An interval ends within, and what is loaded for that stays. */
  private static final double SETTLE_SECONDS = 25;

  private static final double QUICK_SECONDS = 0.5;

  /** In a flood of 70 s, two minutes begin at most. */
  private static final int LOG_LINES_MAX = 2;

  /** What is in use may move by itself: open intervals, the last answers. */
  private static final double GROWTH_MAX = 1.05;

  @Override
  public String name() {
    return "garbage";
  }

  @Override
  public String run(Lab lab) throws IOException {
    List<Double> ratios = new ArrayList<>();
    try (Driver good = lab.driver(Traffic.timers(100, 1));
        Driver mixed = lab.driver(Traffic.timers(100, 1).halfGarbage())) {
      for (int round = 1; round <= lab.effort().rounds(); round++) {
        try (Running running = lab.start(new Sidestat())) {
          double alone = lossFree(lab, good, running);
          double beside = lossFree(lab, mixed, running);
          ratios.add(beside / alone);
          lab.say("round " + round + ": alone=" + alone + ", beside garbage=" + beside);
        }
      }
      double ratio =
          ratios.stream().sorted(Comparator.naturalOrder()).toList().get(ratios.size() / 2);
      Bars bars =
          new Bars()
              .atLeast(
                  "loss-free rate of good lines beside as many bad datagrams, times that alone",
                  0.5,
                  ratio);
      flood(lab, mixed, bars);
      return bars.toString();
    }
  }

  private static double lossFree(Lab lab, Driver driver, Running running) throws IOException {
    Trial.run(driver, running, 0, lab.effort().warmUpSeconds());
    Trial saturated = Trial.run(driver, running, 0, lab.effort().trialSeconds());
    return new Search(driver, running, lab.effort())
        .run(saturated.receivedLinesPerSecond())
        .linesPerSecond();
  }

  private static void flood(Lab lab, Driver driver, Bars bars) throws IOException {
    boolean quick = lab.effort().quick();
    try (Sidestat.Collector collector = lab.start(new Sidestat("--interval=10s"))) {
      Trial.runNow(driver, collector, 0, quick ? QUICK_SECONDS : SETTLE_SECONDS);
      double before = collector.liveBytes();
      int logLinesBefore = collector.logLines();
      Trial.runNow(driver, collector, 0, quick ? QUICK_SECONDS : FLOOD_SECONDS);
      bars.atMost(
              "lines logged in 70 s of both at full speed",
              LOG_LINES_MAX,
              collector.logLines() - logLinesBefore)
          .atMost(
              "objects in use after it, in bytes, times those after the first 25 s",
              GROWTH_MAX,
              collector.liveBytes() / before);
      long accounted = 0;
      for (String figure : List.of("aggregated", "folded", "rejected", "skipped", "refused")) {
        accounted += collector.ledger(figure);
      }
      bars.atMost(
          "samples received and not accounted for",
          0,
          Math.abs((double) collector.ledger("received") - accounted));
    }
  }
}
