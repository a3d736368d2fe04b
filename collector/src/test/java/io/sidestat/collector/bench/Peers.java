package io.sidestat.collector.bench;

import io.sidestat.collector.bench.Comparison.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Other StatsD servers, with timers without tags, which all of them read: first whether each counts
 * what it gets, then how fast.
 */
final class Peers implements Scenario {
  static final String NAME = "peers";

  private static final double FIXED_RATE = 50_000;
  private static final double CHECK_RATE = 20_000;
  private static final int CHECK_LINES = 40_000;
  private static final int SERIES = 100;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String run(Lab lab) throws IOException {
    StringBuilder part = new StringBuilder();
    for (int lines : List.of(1, Traffic.FILL)) {
      Traffic traffic =
          new Traffic(Map.of(SentType.TIMER, 100), LineDialect.PLAIN, SERIES, lines, 1);
      List<Entry> entries = new ArrayList<>();
      entries.add(new Entry(new Sidestat(), traffic));
      for (Peer peer : Peer.values()) {
        check(lab, peer, traffic);
        entries.add(new Entry(peer, traffic));
      }
      part.append(lines == 1 ? "One line a datagram:\n\n" : "\nFull datagrams:\n\n")
          .append(Comparison.run(lab, entries, FIXED_RATE).table());
    }
    return part.toString();
  }

  private static void check(Lab lab, Peer peer, Traffic traffic) throws IOException {
    if (peer.missing().isPresent()) {
      return;
    }
    try (Driver driver = lab.driver(traffic);
        Running running = lab.start(peer)) {
      Trial trial = Trial.run(driver, running, CHECK_RATE, CHECK_LINES / CHECK_RATE);
      if (!trial.lossFree()) {
        throw new IOException(
            peer.label() + " does not count what it gets: lost=" + trial.lostLines());
      }
    }
  }
}
