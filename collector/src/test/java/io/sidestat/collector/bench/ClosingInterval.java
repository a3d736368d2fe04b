package io.sidestat.collector.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Intervals of 10,000 timer series are closed while samples keep coming: for how long nothing is
 * read, and whether anything is lost.
 */
final class ClosingInterval implements Scenario {
  private static final int SERIES = 10_000;
  private static final double RATE = 200_000;
  private static final double QUICK_RATE = 20_000;
  private static final double CLOSES = 4.5;

  /** Intervals before anything counts: the compiler's and the collector's first seconds. */
  private static final double WARM_UP = 2.5;

  @Override
  public String name() {
    return "closing";
  }

  @Override
  public String run(Lab lab) throws IOException {
    int intervalSeconds = lab.effort().quick() ? 1 : 5;
    double rate = lab.effort().quick() ? QUICK_RATE : RATE;
    List<Double> stalls = new ArrayList<>();
    double lost = 0;
    double lostCold = 0;
    double cpu = 0;
    try (Driver driver = lab.driver(Traffic.timers(SERIES, 1))) {
      for (int round = 1; round <= lab.effort().rounds(); round++) {
        try (Sidestat.Collector collector =
            lab.start(new Sidestat("--interval=" + intervalSeconds + "s"))) {
          Trial cold = Trial.runNow(driver, collector, rate, WARM_UP * intervalSeconds);
          lostCold = Math.max(lostCold, cold.lostLines());
          Trial trial = Trial.runNow(driver, collector, rate, CLOSES * intervalSeconds);
          JsonNode status = collector.status();
          stalls.add(status.path("longestCloseMicros").asLong() / 1e3);
          lost += trial.lostLines() + status.path("samplesLost").asLong();
          cpu = Math.max(cpu, trial.cpuSeconds() / trial.seconds());
          lab.say("round " + round + ": stall_ms=" + stalls + ", lost=" + lost + ", cpu=" + cpu);
        }
      }
    }
    return String.format(
            Locale.ROOT,
            "Intervals of %d s, %,.0f lines/s, one a datagram; the longest stall of each round,"
                + " those of the first seconds included: %s ms. Share of a core used, in the"
                + " worst round: %.2f. Before, each process was sent as much for %.1f s, from its start"
                + " on and all series new: that lost up to %,.0f lines, all in the first seconds.%n%n",
            intervalSeconds,
            rate,
            stalls,
            cpu,
            WARM_UP * intervalSeconds,
            lostCold)
        + new Bars()
            .atMost("longest stall of all rounds, ms", 20, Collections.max(stalls))
            .atMost("lines lost", 0, lost);
  }
}
