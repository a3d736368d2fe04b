package io.sidestat.collector.bench;

import io.sidestat.collector.bench.Comparison.Entry;
import java.io.IOException;
import java.util.List;

/** Datagrams filled to 1432 bytes, as clients that pack lines send them. */
final class FullDatagrams implements Scenario {
  static final String C_RECEIVER = "C: recvmmsg, parse, hash, histogram";
  private static final double FIXED_RATE = 1_000_000;
  private static final int SERIES = 100;

  @Override
  public String name() {
    return "full";
  }

  @Override
  public String run(Lab lab) throws IOException {
    Traffic traffic = Traffic.timers(SERIES, Traffic.FILL);
    Comparison all =
        Comparison.run(
            lab,
            List.of(
                new Entry(new Sidestat(), traffic),
                new Entry(TallyContender.c(C_RECEIVER, "parse"), traffic)),
            FIXED_RATE);
    Bars bars =
        new Bars()
            .atLeast(
                "loss-free lines a second",
                3_000_000,
                all.median(Sidestat.NAME, Measurement::lossFree))
            .atMost(
                "CPU s per million lines at full load",
                0.25,
                all.median(Sidestat.NAME, Measurement::saturatedCpu));
    if (all.has(C_RECEIVER)) {
      bars.atMost(
          "that CPU, times the C receiver's",
          2,
          all.ratio(Sidestat.NAME, C_RECEIVER, Measurement::saturatedCpu));
    }
    return all.table() + "\n" + bars;
  }
}
