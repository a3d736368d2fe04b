package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.ClosedSlice;
import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.aggregate.Slice;
import io.sidestat.collector.aggregate.WatchedSeries;
import io.sidestat.collector.cli.live.LiveStretch;
import io.sidestat.collector.cli.live.LiveViews;
import io.sidestat.collector.cloudwatch.Await;
import io.sidestat.collector.config.JournalConfig;
import io.sidestat.collector.journal.HistoryFilter;
import io.sidestat.collector.journal.HistoryRow;
import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.listen.ReceiveLoop;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.SelfMetric;
import io.sidestat.collector.model.StatisticSet;
import io.sidestat.collector.shape.HostDimensions;
import io.sidestat.collector.shape.IntervalShaper;
import io.sidestat.collector.shape.RequestPacker;
import io.sidestat.collector.shape.RollUps;
import io.sidestat.collector.shape.SelfMetrics;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From slices to a real journal. */
class IntervalPackerTest {
  private static final Instant NOW = Instant.ofEpochSecond(3_600);
  private static final Grid GRID = Grid.within(0.005);

  private final Feed feed = new Feed();
  private final Path file;
  private Journal journal;
  private IntervalWriter writer;
  private final LiveViews views = new LiveViews(GRID, System::nanoTime, () -> {});
  private final ReceiveLoop loop = new ReceiveLoop(() -> {});
  private final LiveWatch watch = new LiveWatch(views, loop, feed.aggregator().watched());
  private SelfMetrics own = SelfMetrics.NONE;
  private long lost;

  IntervalPackerTest(@TempDir Path directory) throws JournalException {
    file = directory.resolve("journal.db");
    journal = Journal.open(file, () -> NOW);
    writer = writer("run");
  }

  private IntervalWriter writer(String run) {
    JournalConfig limits =
        new JournalConfig(file, Duration.ofHours(24), 1L << 30, Duration.ofSeconds(10), 64L << 20);
    return new IntervalWriter(journal, limits, () -> NOW, run, () -> {});
  }

  private IntervalPacker packer(OutboxState newRequests, Duration offset, Instant now, String run) {
    IntervalShaper shaper =
        new IntervalShaper(HostDimensions.NONE, new RollUps(List.of()), new RequestPacker(GRID));
    return new IntervalPacker(
        writer,
        newRequests,
        new Packing(shaper, offset, own),
        GRID,
        () -> now,
        run,
        () -> lost,
        watch);
  }

  private static Cut cut(Slice slice) {
    return new Cut(slice, new LiveStretch(NOW, NOW.plusSeconds(1), System.nanoTime()));
  }

  private IntervalPacker packer() {
    return packer(OutboxState.LOCAL, Duration.ZERO, NOW, "run");
  }

  @AfterEach
  void close() throws JournalException {
    loop.close();
    journal.close();
  }

  private void finish(IntervalPacker packer) throws InterruptedException {
    packer.finish(Duration.ofSeconds(10));
    writer.finish(Duration.ofSeconds(10));
  }

  @Test
  void submit_intervalWithoutSamples_leavesNothingInTheJournal() throws Exception {
    IntervalPacker packer = packer();
    packer.start(List.of());
    writer.start();

    packer.submit(cut(feed.closeSlice()));
    packer.submit(cut(feed.send("a:1|c").closeSlice()));
    finish(packer);

    assertEquals(1, number("SELECT count(*) FROM fragment"));
  }

  @Test
  void submit_intervalWithoutSamples_tellsThatTheCollectorLives() throws Exception {
    own = selfMetrics();
    lost = 3;
    IntervalPacker packer = packer();
    packer.start(List.of());
    writer.start();

    packer.submit(cut(feed.closeSlice()));
    packer.submit(cut(feed.closeSlice()));
    packer.submit(cut(feed.send("a:1|c").closeSlice()));
    finish(packer);

    CounterTotal one = new CounterTotal(StatisticSet.of(1));
    assertEquals(
        List.of(one, one, one),
        held("Sidestat/Heartbeat").stream().map(HistoryRow::value).toList());
    // Told once, whatever the number of intervals after it.
    assertEquals(
        List.of(
            new CounterTotal(StatisticSet.of(3)),
            new CounterTotal(StatisticSet.of(0)),
            new CounterTotal(StatisticSet.of(0))),
        held("Sidestat/SamplesLost").stream().map(HistoryRow::value).toList());
    assertEquals(1, journal.outboxStatus().samples().journaled());
  }

  @Test
  void submit_slicesOfAnInterval_tellOnceThatTheCollectorLives() throws Exception {
    own = selfMetrics();
    IntervalPacker packer = packer();
    packer.start(List.of());
    writer.start();

    packer.submit(cut(feed.send("a:1|c").cut()));
    packer.submit(cut(feed.send("a:1|c").closeSlice()));
    finish(packer);

    assertEquals(1, held("Sidestat/Heartbeat").size());
  }

  @Test
  void submit_lossesThatClientsTell_areCounted() throws Exception {
    IntervalPacker packer = packer();
    packer.start(List.of());
    writer.start();

    packer.submit(cut(feed.send("Sidestat/ClientSamplesLost:12|c|#Reason:no_room", "a:1|c").cut()));
    packer.submit(cut(feed.send("Sidestat/ClientSamplesLost:3|c|#Reason:invalid").closeSlice()));
    finish(packer);

    assertEquals(15, packer.clientSamplesLost());
  }

  private static SelfMetrics selfMetrics() {
    return new SelfMetrics(
        List.of(SelfMetric.HEARTBEAT.id("Test", "production")),
        List.of(SelfMetric.SAMPLES_LOST.id("Test", "production")));
  }

  @Test
  void submit_withAnOffset_isDueSoLongAfterTheIntervalsEnd() throws Exception {
    write(packer(OutboxState.READY, Duration.ofSeconds(7), NOW, "run"));

    // The interval is the first minute after the epoch.
    assertEquals(67_000, number("SELECT retry_at_ms FROM outbox"));
  }

  @Test
  void submit_closedBeforeItsEnd_isDueTheOffsetFromNow() throws Exception {
    write(packer(OutboxState.READY, Duration.ofSeconds(7), Instant.ofEpochSecond(20), "run"));

    assertEquals(27_000, number("SELECT retry_at_ms FROM outbox"));
  }

  @Test
  void submit_slicesOfAnInterval_areWrittenAsOne() throws Exception {
    IntervalPacker packer = packer();
    packer.start(List.of());
    writer.start();

    packer.submit(cut(feed.send("t:1|ms", "g:5|g", "c:2|c").cut()));
    awaitCheckpoints(packer, 1);
    packer.submit(cut(feed.send("t:3|ms", "g:7|g").cut()));
    awaitCheckpoints(packer, 2);
    packer.submit(cut(feed.send("t:5|ms").closeSlice()));
    finish(packer);

    assertEquals(0, number("SELECT count(*) FROM checkpoint"));
    assertEquals(1, number("SELECT count(*) FROM fragment"));
    assertEquals(
        new Feed().send("t:1|ms", "t:3|ms", "t:5|ms").closeOne(), held("t").get(0).value());
    assertEquals(new Feed().send("g:7|g").closeOne(), held("g").get(0).value());
    assertEquals(6, journal.outboxStatus().samples().local());
    assertTrue(journal.outboxStatus().samples().balanced());
  }

  @Test
  void submit_watchedSlicesBetween_areWrittenWithTheClosedOnes() throws Exception {
    feed.send("t:1|ms", "g:5|g", "c:2|c", "s:x|s");
    WatchedSeries series = feed.aggregator().watched();
    series.watch(series.want(id -> true));
    IntervalPacker packer = packer();
    packer.start(List.of());
    writer.start();

    packer.submit(cut(feed.cutWatched()));
    packer.submit(cut(feed.send("t:3|ms", "g:7|g", "s:y|s").cutWatched()));
    packer.submit(cut(feed.send("c:3|c").cut()));
    awaitCheckpoints(packer, 1);
    packer.submit(cut(feed.send("t:5|ms", "g:-1|g").cutWatched()));
    packer.submit(cut(feed.closeSlice()));
    finish(packer);

    assertEquals(
        new Feed().send("t:1|ms", "t:3|ms", "t:5|ms").closeOne(), held("t").get(0).value());
    assertEquals(new Feed().send("g:5|g", "g:7|g", "g:-1|g").closeOne(), held("g").get(0).value());
    assertEquals(new Feed().send("c:2|c", "c:3|c").closeOne(), held("c").get(0).value());
    assertEquals(new Feed().send("s:x|s", "s:y|s").closeOne(), held("s").get(0).value());
    assertEquals(10, journal.outboxStatus().samples().local());
    assertTrue(journal.outboxStatus().samples().balanced());
  }

  @Test
  void submit_lastSliceGivenUp_losesWhatWasWatchedWithIt() throws Exception {
    feed.send("a:1|c");
    WatchedSeries series = feed.aggregator().watched();
    series.watch(series.want(id -> true));
    IntervalPacker packer = packer();
    Slice watched = feed.cutWatched();
    var unused = feed.closeSlice();
    packer.start(List.of());
    writer.start();

    packer.submit(cut(watched));
    packer.submit(cut(feed.send("a:4|c").closeSlice()));
    finish(packer);

    assertEquals(new Feed().send("a:4|c").closeOne(), held("a").get(0).value());
    assertTrue(journal.outboxStatus().samples().balanced());
  }

  @Test
  void start_checkpointsOfADeadRun_areSealedInTheStateOfThatRun() throws Exception {
    IntervalPacker killed = packer(OutboxState.READY, Duration.ZERO, NOW, "killed");
    killed.start(List.of());
    writer.start();
    killed.submit(cut(feed.send("t:1|ms").cut()));
    awaitCheckpoints(killed, 1);
    killed.submit(cut(feed.send("t:3|ms").cut()));
    awaitCheckpoints(killed, 2);
    journal.close();

    journal = Journal.open(file, () -> NOW);
    writer = writer("next");
    IntervalPacker next = packer(OutboxState.LOCAL, Duration.ZERO, NOW, "next");
    next.start(journal.openFragments());
    writer.start();
    next.submit(cut(feed.send("t:9|ms").closeSlice()));
    finish(next);

    assertEquals(0, number("SELECT count(*) FROM checkpoint"));
    assertEquals(2, number("SELECT count(*) FROM fragment"));
    assertEquals(2, journal.outboxStatus().samples().unsent());
    assertEquals(1, journal.outboxStatus().samples().local());
    assertEquals(3, number("SELECT sum(aggregated) FROM fragment"));
  }

  @Test
  void submit_fasterThanSlicesArePacked_countsTheSamplesOfTheRest() throws Exception {
    IntervalPacker packer = packer();
    for (int i = 0; i < SliceQueue.SLICES_MAX + 5; i++) {
      packer.submit(cut(feed.send("a:1|c", "a:2|c").closeSlice()));
    }
    packer.start(List.of());
    writer.start();

    finish(packer);

    assertEquals(10, writer.samplesLost());
    assertEquals(2 * SliceQueue.SLICES_MAX, journal.outboxStatus().samples().local());
  }

  @Test
  void submit_lastSliceGivenUp_keepsTheIntervalsApart() throws Exception {
    IntervalPacker packer = packer();
    ClosedSlice early = feed.send("a:1|c").cut();
    var unused = feed.send("a:2|c").closeSlice();
    packer.start(List.of());
    writer.start();

    packer.submit(cut(early));
    packer.submit(cut(feed.send("a:4|c").closeSlice()));
    finish(packer);

    assertEquals(List.of(0L, 60_000L), held("a").stream().map(this::start).sorted().toList());
  }

  private long start(HistoryRow row) {
    return row.interval().startEpochMillis();
  }

  private void awaitCheckpoints(IntervalPacker packer, int count) {
    Await.until(
        count + " checkpoints",
        () -> packer.idle() && number("SELECT count(*) FROM checkpoint") == count);
  }

  private void write(IntervalPacker packer) throws InterruptedException {
    packer.start(List.of());
    writer.start();
    packer.submit(cut(feed.send("a:1|c").closeSlice()));
    finish(packer);
  }

  private List<HistoryRow> held(String metric) throws JournalException {
    List<HistoryRow> rows = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(file)) {
      reader.forEach(new HistoryFilter(metric, Map.of(), 0, Long.MAX_VALUE / 2), rows::add);
    }
    return rows;
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }
}
