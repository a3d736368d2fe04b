package io.sidestat.collector.query;

import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.StatisticSet;
import io.sidestat.collector.model.Unit;
import io.sidestat.collector.shape.RequestPacker;
import io.sidestat.collector.shape.RollUps;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A real journal, filled minute by minute with counters as the collector would. */
public final class CostJournal implements AutoCloseable {
  static final long MINUTE_MILLIS = 60_000;

  private final Path file;
  private final Journal journal;
  private final RollUps rollUps;
  private OutboxState state = OutboxState.LOCAL;
  private long sequence;

  public CostJournal(Path directory, RollUps rollUps) throws JournalException {
    this.file = directory.resolve("journal.db");
    this.journal = Journal.open(file, InstantSource.system());
    this.rollUps = rollUps;
  }

  public Path file() {
    return file;
  }

  Journal journal() {
    return journal;
  }

  /** What the requests to come are packed as. */
  public CostJournal packingAs(OutboxState state) {
    this.state = state;
    return this;
  }

  /** A counter, written as {@code name Dimension=value Dimension2=value}, in namespace Test. */
  static MetricId id(String text) {
    String[] words = text.split(" ", -1);
    List<Dimension> dimensions =
        Stream.of(words)
            .skip(1)
            .map(word -> word.split("=", 2))
            .map(pair -> new Dimension(pair[0], pair[1]))
            .toList();
    return new MetricId(SeriesType.COUNTER, "Test", words[0], Unit.COUNT, dimensions);
  }

  /** Each minute from one, counted since the epoch, to another, the last left out. */
  public CostJournal minutes(long from, long to, String... ids) throws JournalException {
    for (long minute = from; minute < to; minute++) {
      append(minute, Stream.of(ids).map(CostJournal::id).toList());
    }
    return this;
  }

  /** A minute with one counter of that namespace. */
  public void minute(long minute, String namespace, String name) throws JournalException {
    append(
        minute, List.of(new MetricId(SeriesType.COUNTER, namespace, name, Unit.COUNT, List.of())));
  }

  void append(long minute, List<MetricId> ids) throws JournalException {
    List<ClosedSeries> series = new ArrayList<>();
    for (MetricId id : ids) {
      series.add(new ClosedSeries(id, new CounterTotal(StatisticSet.of(1))));
    }
    Interval interval = new Interval(minute * MINUTE_MILLIS, MINUTE_MILLIS);
    journal.append(
        new Fragment("run", sequence++, interval, series, Ledger.EMPTY),
        new RequestPacker(Grid.within(0.005)).pack(interval, rollUps.applyTo(series)),
        state);
  }

  @Override
  public void close() throws JournalException {
    journal.close();
  }
}
