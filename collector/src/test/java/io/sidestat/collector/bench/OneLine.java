package io.sidestat.collector.bench;

import io.sidestat.collector.bench.Comparison.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** One line a datagram, as most clients send: receiving is most of the work. */
final class OneLine implements Scenario {
  private static final double FIXED_RATE = 200_000;
  private static final int SERIES = 100;

  @Override
  public String name() {
    return "one-line";
  }

  @Override
  public String run(Lab lab) throws IOException {
    Traffic traffic = Traffic.timers(SERIES, 1);
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(new Sidestat(), traffic));
    for (CountingReceiver.Way way : CountingReceiver.Way.values()) {
      entries.add(new Entry(TallyContender.java(way), traffic));
    }
    entries.add(new Entry(TallyContender.c("C: recvmmsg", "count"), traffic));
    entries.add(new Entry(TallyContender.c(FullDatagrams.C_RECEIVER, "parse"), traffic));
    Comparison all = Comparison.run(lab, entries, FIXED_RATE);
    List<String> counting =
        Arrays.stream(CountingReceiver.Way.values())
            .map(way -> way.label)
            .filter(all::has)
            .toList();
    String fastest =
        counting.stream()
            .max(Comparator.comparingDouble(name -> all.median(name, Measurement::lossFree)))
            .orElseThrow();
    String cheapest =
        counting.stream()
            .min(Comparator.comparingDouble(name -> all.median(name, Measurement::saturatedCpu)))
            .orElseThrow();
    Bars bars =
        new Bars()
            .atLeast(
                "loss-free rate, times that of the fastest receiver in Java that only counts ("
                    + fastest
                    + ")",
                0.9,
                all.ratio(Sidestat.NAME, fastest, Measurement::lossFree))
            .atMost(
                "CPU per line at full load, times that of the cheapest one (" + cheapest + ")",
                1.3,
                all.ratio(Sidestat.NAME, cheapest, Measurement::saturatedCpu));
    return all.table() + "\n" + bars;
  }
}
