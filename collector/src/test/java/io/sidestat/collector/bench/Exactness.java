package io.sidestat.collector.bench;

import io.sidestat.collector.bench.Sender.Sent;
import io.sidestat.collector.journal.JournalException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Every type in every dialect, at a rate without loss; then the journal is held against what was
 * sent: each series' count, sum, smallest and largest sample, a gauge's last value, a set's
 * members.
 */
final class Exactness implements Scenario {
  private static final Map<SentType, Integer> MIX =
      Map.of(SentType.TIMER, 60, SentType.COUNTER, 20, SentType.GAUGE, 10, SentType.SET, 10);

  private static final int SERIES = 1_000;
  private static final double FIRST_RATE = 2_000;
  private static final int FIRST_LINES = 4_000;
  private static final double RATE = 50_000;
  private static final int LINES = 500_000;
  private static final int QUICK_LINES = 20_000;
  private static final double READ_SECONDS_MAX = 3;
  private static final int ATTEMPTS = 3;

  @Override
  public String name() {
    return "exact";
  }

  @Override
  public String run(Lab lab) throws IOException {
    StringBuilder table =
        new StringBuilder("| dialect | lines | series | wrong |\n|---|---|---|---|\n");
    // One way is enough to see that it works.
    boolean quick = lab.effort().quick();
    EnumSet<LineDialect> dialects =
        quick
            ? EnumSet.of(LineDialect.DOGSTATSD)
            : EnumSet.complementOf(EnumSet.of(LineDialect.PLAIN));
    for (LineDialect dialect : dialects) {
      for (int linesPerDatagram : List.of(1, Traffic.FILL)) {
        table.append(row(lab, new Traffic(MIX, dialect, SERIES, linesPerDatagram, 1)));
      }
    }
    return table.toString();
  }

  private static String row(Lab lab, Traffic traffic) throws IOException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<String> row = attempt(lab, traffic, RATE / attempt);
      if (row.isPresent()) {
        lab.say(row.get().strip());
        return row.get();
      }
    }
    throw new IOException("no attempt was without loss: " + traffic);
  }

  /** A row of the table; empty if something was lost before the collector received it. */
  private static Optional<String> attempt(Lab lab, Traffic traffic, double rate)
      throws IOException {
    Path directory = lab.place();
    Sidestat.Collector collector = new Sidestat().start(lab.launcher(), directory);
    Sent sent;
    List<SeriesTruth> truth;
    try (Driver driver = lab.driver(traffic);
        collector) {
      // Slowly while all series are new and nothing is compiled.
      Sent first = driver.sendLines(collector.port(), FIRST_RATE, FIRST_LINES);
      Sent rest =
          driver.sendLines(collector.port(), rate, lab.effort().quick() ? QUICK_LINES : LINES);
      sent = first.plus(rest);
      if (!Launcher.await(READ_SECONDS_MAX, () -> collector.received() == sent.datagrams())) {
        return Optional.empty();
      }
      truth = driver.truth(directory.resolve("truth.tsv"));
    }
    requireRight(collector.journal(), truth);
    return Optional.of(
        String.format(
            Locale.ROOT,
            "| %s, %s | %,d | %,d | 0 |%n",
            traffic.dialect().name().toLowerCase(Locale.ROOT),
            traffic.linesPerDatagram() == 1 ? "one line a datagram" : "full datagrams",
            sent.lines(),
            truth.size()));
  }

  private static void requireRight(Path journal, List<SeriesTruth> truth) throws IOException {
    try {
      List<String> wrong = new JournalCheck(journal).differences(truth);
      if (!wrong.isEmpty()) {
        throw new IOException(wrong.size() + " series are wrong: " + wrong.get(0));
      }
    } catch (JournalException e) {
      throw new IOException(e);
    }
  }
}
