package io.sidestat.collector.bench;

import io.sidestat.collector.bench.Comparison.Entry;
import java.io.IOException;
import java.util.List;

/** Whether somebody who looks costs anything: one line a datagram, then full ones. */
final class Looking implements Scenario {
  static final String NAME = "looking";

  private static final double FIXED_RATE = 200_000;
  private static final int SERIES = 100;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String run(Lab lab) throws IOException {
    return part(lab, "One line a datagram", Traffic.timers(SERIES, 1))
        + "\n"
        + part(lab, "Full datagrams", Traffic.timers(SERIES, Traffic.FILL));
  }

  private static String part(Lab lab, String title, Traffic traffic) throws IOException {
    Comparison all =
        Comparison.run(
            lab,
            List.of(new Entry(new Sidestat(), traffic), new Entry(new LookedAt(), traffic)),
            FIXED_RATE);
    if (!all.has(LookedAt.NAME)) {
      return all.table();
    }
    Bars bars =
        new Bars()
            .atLeast(
                "loss-free rate with page and top open, times that without",
                0.97,
                all.ratio(LookedAt.NAME, Sidestat.NAME, Measurement::lossFree));
    return title + ":\n\n" + all.table() + "\n" + bars;
  }
}
