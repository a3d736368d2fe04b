package io.sidestat.collector.bench;

import io.sidestat.collector.bench.Comparison.Entry;
import java.io.IOException;
import java.util.List;

/** What it costs that series no longer fit the processor's caches. */
final class ManySeries implements Scenario {
  private static final double FIXED_RATE = 200_000;
  private static final String FEW = "Sidestat, 100 series";
  private static final String MANY = "Sidestat, 10,000 series";

  @Override
  public String name() {
    return "many-series";
  }

  @Override
  public String run(Lab lab) throws IOException {
    Traffic few = Traffic.timers(100, 1);
    Traffic many = Traffic.timers(10_000, 1);
    Contender c = TallyContender.c(FullDatagrams.C_RECEIVER, "parse");
    Comparison all =
        Comparison.run(
            lab,
            List.of(
                new Entry(FEW, new Sidestat(), few),
                new Entry(MANY, new Sidestat(), many),
                new Entry(c.label() + ", 100 series", c, few),
                new Entry(c.label() + ", 10,000 series", c, many)),
            FIXED_RATE);
    Bars bars =
        new Bars()
            .atMost(
                "CPU per line at full load, times that of 100 series",
                2,
                all.ratio(MANY, FEW, Measurement::saturatedCpu))
            .atMost(
                "the same at 200,000 lines/s", 2, all.ratio(MANY, FEW, Measurement::fixedRateCpu));
    return all.table() + "\n" + bars;
  }
}
