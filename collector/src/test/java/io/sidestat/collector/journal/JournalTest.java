package io.sidestat.collector.journal;

import static io.sidestat.collector.journal.JournalFixtures.EVER;
import static io.sidestat.collector.journal.JournalFixtures.append;
import static io.sidestat.collector.journal.JournalFixtures.appendReady;
import static io.sidestat.collector.journal.JournalFixtures.history;
import static io.sidestat.collector.journal.JournalFixtures.number;
import static io.sidestat.collector.journal.JournalFixtures.packed;
import static io.sidestat.collector.journal.JournalFixtures.sql;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.journal.JournalFixtures.ManualClock;
import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Fragment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private final ManualClock clock = new ManualClock();
  private final Feed feed = new Feed();
  private final Path file;
  private Journal journal;

  JournalTest(@TempDir Path directory) throws JournalException {
    file = directory.resolve("journal.db");
    journal = Journal.open(file, clock);
  }

  @AfterEach
  void close() throws JournalException {
    journal.close();
  }

  private List<String> peekedNames() throws JournalException {
    return journal.peek(100).stream().map(row -> row.batch().datums().get(0).name()).toList();
  }

  private OutboxRow first() throws JournalException {
    return journal.peek(1).get(0);
  }

  private void reopen() throws JournalException {
    journal.close();
    journal = Journal.open(file, clock);
  }

  @Test
  void append_allTypes_comeBackEqualAsHistory() throws Exception {
    Fragment fragment =
        feed.send(
                "t:12.5|ms|#k:v",
                "t:99|ms|@0.3|#k:v",
                "d:-1e100|d",
                "c:3|c|@0.3",
                "g:-0|g",
                "g:-2.5|g",
                "s:a|s",
                "s:b|s")
            .close();
    append(journal, fragment, OutboxState.READY);

    for (ClosedSeries series : fragment.series()) {
      assertEquals(
          List.of(new HistoryRow(series.id(), fragment.interval(), series.value())),
          history(file, series.id().name()));
    }
    assertEquals(5, fragment.series().size());
    try (JournalReader reader = JournalReader.open(file)) {
      assertEquals(new TreeSet<>(List.of("c", "d", "g", "s", "t")), reader.metricNames());
    }
  }

  @Test
  void append_allTypes_comeBackEqualAsRequests() throws Exception {
    Fragment fragment = feed.send("t:1|ms", "t:5|ms", "c:1|c", "g:1|g", "s:a|s", "d:-3|d").close();
    append(journal, fragment, OutboxState.READY);

    List<DatumBatch> read = journal.peek(10).stream().map(OutboxRow::batch).toList();

    assertEquals(packed(fragment), read);
  }

  @Test
  void append_sameMetricAgain_keepsOneIdentity() throws Exception {
    appendReady(journal, feed, "c");
    reopen();
    appendReady(journal, feed, "c");

    assertEquals(1, number(file, "SELECT count(*) FROM metric"));
    assertEquals(2, history(file, "c").size());
  }

  @Test
  void figures_afterAChange_tellSizeAndTime() throws Exception {
    appendReady(journal, feed, "c");

    JournalFigures figures = journal.figures();

    assertEquals(
        Files.size(file) + Files.size(Path.of(file + "-wal")) + Files.size(Path.of(file + "-shm")),
        figures.bytes());
    assertTrue(figures.lastCommitMicros() > 0);
    assertTrue(figures.longestCommitMicros() >= figures.lastCommitMicros());
    assertTrue(figures.movedAside().isEmpty());
  }

  @Test
  void append_failingInTheOutbox_leavesNothing() throws Exception {
    sql(
        file,
        "CREATE TRIGGER fail BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'on purpose'); END");
    Fragment fragment = feed.send("c:1|c").close();

    JournalException e =
        assertThrows(JournalException.class, () -> append(journal, fragment, OutboxState.READY));

    assertTrue(String.valueOf(e.getMessage()).contains("journal cannot append: file=" + file));
    assertEquals(0, number(file, "SELECT count(*) FROM fragment"));
    assertEquals(0, number(file, "SELECT count(*) FROM history"));
    assertEquals(0, number(file, "SELECT count(*) FROM metric"));
  }

  @Test
  void append_afterAFailedOne_works() throws Exception {
    sql(
        file,
        "CREATE TRIGGER fail BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'on purpose'); END");
    Fragment fragment = feed.send("c:1|c").close();
    assertThrows(JournalException.class, () -> append(journal, fragment, OutboxState.READY));
    sql(file, "DROP TRIGGER fail");

    append(journal, fragment, OutboxState.READY);

    assertEquals(1, history(file, "c").size());
    assertEquals(List.of("c"), peekedNames());
  }

  @Test
  void append_fragmentTwice_isRefused() throws Exception {
    Fragment fragment = feed.send("c:1|c").close();
    append(journal, fragment, OutboxState.READY);

    assertThrows(JournalException.class, () -> append(journal, fragment, OutboxState.READY));

    assertEquals(List.of("c"), peekedNames());
  }

  @Test
  void open_afterClose_holdsWhatWasThere() throws Exception {
    appendReady(journal, feed, "c");

    reopen();

    assertEquals(List.of("c"), peekedNames());
    assertEquals(1, history(file, "c").size());
  }

  @Test
  void open_requestLeftInFlight_isReadyAndAmbiguous() throws Exception {
    appendReady(journal, feed, "a");
    appendReady(journal, feed, "b");
    journal.markInFlight(first());

    reopen();

    assertEquals(List.of("a", "b"), peekedNames());
    assertEquals(1, first().attempts());
    assertEquals(
        new OutboxStatus(
            Map.of(OutboxState.READY, 2L), 1, 0, 0, new SampleStates(2, 0, 2, 0, 0, 0, 0)),
        journal.outboxStatus());
  }

  @Test
  void peek_severalReady_areOldestFirstAndAtMostThatMany() throws Exception {
    appendReady(journal, feed, "a");
    appendReady(journal, feed, "b");
    appendReady(journal, feed, "c");

    assertEquals(List.of("a", "b", "c"), peekedNames());
    assertEquals(2, journal.peek(2).size());
  }

  @Test
  void peek_released_isThereFromItsRetryTimeOn() throws Exception {
    appendReady(journal, feed, "a");
    appendReady(journal, feed, "b");
    OutboxRow a = first();
    journal.markInFlight(a);

    journal.release(a, clock.epochMillis + 500, "throttled", false);

    assertEquals(List.of("b"), peekedNames());
    clock.epochMillis += 499;
    assertEquals(List.of("b"), peekedNames());
    clock.epochMillis += 1;
    assertEquals(List.of("a", "b"), peekedNames());
    assertEquals(0, journal.outboxStatus().ambiguous());
  }

  private void appendDueAt(String name, long epochMillis) throws JournalException {
    Fragment fragment = feed.send(name + ":1|c").close();
    journal.append(
        PackedInterval.of(fragment, packed(fragment), OutboxState.READY, epochMillis, List.of()));
  }

  @Test
  void peek_notDueYet_isThereFromItsTimeOn() throws Exception {
    appendDueAt("a", clock.epochMillis + 500);
    appendReady(journal, feed, "b");

    assertEquals(List.of("b"), peekedNames());
    assertEquals(OptionalLong.of(500), journal.millisToNextDue());
    clock.epochMillis += 499;
    assertEquals(List.of("b"), peekedNames());
    clock.epochMillis += 1;
    assertEquals(List.of("a", "b"), peekedNames());
    assertEquals(OptionalLong.empty(), journal.millisToNextDue());
  }

  @Test
  void peek_clockSetBackAfterwards_isDueAtOnce() throws Exception {
    appendDueAt("a", clock.epochMillis + 60_000);
    assertEquals(List.of(), peekedNames());

    clock.epochMillis -= 60_000;
    assertEquals(List.of(), peekedNames());
    clock.epochMillis -= 1;

    assertEquals(List.of("a"), peekedNames());
  }

  @Test
  void peekEarly_notDueYet_holdsWhatWasNeverAttempted() throws Exception {
    appendDueAt("a", clock.epochMillis + 500);
    appendReady(journal, feed, "b");
    OutboxRow b = first();
    journal.markInFlight(b);
    journal.release(b, clock.epochMillis + 500, "throttled", false);

    List<OutboxRow> early = journal.peekEarly(100);

    assertEquals(
        List.of("a"), early.stream().map(row -> row.batch().datums().get(0).name()).toList());
  }

  @Test
  void release_ambiguous_isCounted() throws Exception {
    appendReady(journal, feed, "a");
    OutboxRow a = first();

    journal.release(a, 0, "timeout", true);
    journal.release(a, 0, "timeout", true);

    assertEquals(2, journal.outboxStatus().ambiguous());
  }

  @Test
  void peek_inFlightAndLocal_areNotThere() throws Exception {
    appendReady(journal, feed, "a");
    journal.markInFlight(first());
    append(journal, feed.send("b:1|c").close(), OutboxState.LOCAL);

    assertEquals(List.of(), peekedNames());
  }

  @Test
  void outboxStatus_eachState_isCounted() throws Exception {
    for (String name : List.of("a", "b", "c", "d")) {
      appendReady(journal, feed, name);
    }
    append(journal, feed.send("e:1|c").close(), OutboxState.LOCAL);
    List<OutboxRow> rows = journal.peek(4);
    journal.acknowledge(rows.get(0));
    journal.quarantine(rows.get(1), "invalid");
    journal.markInFlight(rows.get(2));

    // The first three minutes began at 0, 60 and 120 s; the oldest unsent is the third.
    assertEquals(
        new OutboxStatus(
            Map.of(
                OutboxState.LOCAL, 1L,
                OutboxState.READY, 1L,
                OutboxState.IN_FLIGHT, 1L,
                OutboxState.DONE, 1L,
                OutboxState.QUARANTINED, 1L),
            0,
            0,
            120_000,
            new SampleStates(5, 1, 2, 1, 1, 0, 0)),
        journal.outboxStatus());
  }

  @Test
  void quarantine_row_isNeverPeekedAgainAndKeepsItsContent() throws Exception {
    appendReady(journal, feed, "a");
    journal.quarantine(first(), "invalid");
    reopen();

    assertEquals(List.of(), peekedNames());
    try (JournalReader reader = JournalReader.open(file)) {
      assertEquals(1, reader.unsentRequests(0, EVER).size());
    }
  }

  @Test
  void acknowledge_row_letsItsContentGo() throws Exception {
    appendReady(journal, feed, "a");

    journal.acknowledge(first());

    assertEquals(List.of(), peekedNames());
    assertEquals(0, number(file, "SELECT sum(length(body)) FROM outbox"));
    assertEquals(1, history(file, "a").size());
  }

  @Test
  void prune_old_forgetsHistoryAndFinishedButKeepsUnsent() throws Exception {
    appendReady(journal, feed, "done");
    journal.acknowledge(first());
    append(journal, feed.send("local:1|c").close(), OutboxState.LOCAL);
    appendReady(journal, feed, "unsent");
    appendReady(journal, feed, "young");

    // The four minutes began at 0, 60, 120 and 180 s.
    journal.prune(180_000);

    assertEquals(List.of(), history(file, "unsent"));
    assertEquals(1, history(file, "young").size());
    assertEquals(List.of("unsent", "young"), peekedNames());
    assertEquals(Map.of(OutboxState.READY, 2L), journal.outboxStatus().requests());
    assertEquals(1, number(file, "SELECT count(*) FROM history"));
  }

  @Test
  void trim_belowTheBound_changesNothing() throws Exception {
    appendReady(journal, feed, "a");

    assertEquals(0, journal.trim(1L << 30));

    assertEquals(List.of("a"), peekedNames());
    assertEquals(1, history(file, "a").size());
  }

  @Test
  void trim_stepByStep_takesHistoryThenFinishedThenUnsent() throws Exception {
    for (int i = 0; i < 60; i++) {
      for (int sample = 0; sample < 1_500; sample++) {
        feed.send("t" + i + ":" + Math.pow(1.011, sample) + "|ms");
      }
      append(journal, feed.close(), i % 2 == 0 ? OutboxState.LOCAL : OutboxState.READY);
    }
    long dropped = 0;
    boolean finishedWentFirst = false;
    for (long bytes = 2_000_000; bytes > 0; bytes -= 4_096) {
      dropped += journal.trim(bytes);
      Map<OutboxState, Long> requests = journal.outboxStatus().requests();
      long historyLeft = number(file, "SELECT count(*) FROM fragment");
      long local = requests.getOrDefault(OutboxState.LOCAL, 0L);
      long ready = requests.getOrDefault(OutboxState.READY, 0L);
      assertTrue(historyLeft == 0 || local == 30, "finished requests went before history");
      assertTrue(local == 0 || ready == 30, "unsent requests went before finished ones");
      assertEquals(30 - ready, dropped);
      finishedWentFirst |= local < 30 && ready == 30;
    }

    assertTrue(finishedWentFirst);
    assertEquals(30, dropped);
  }

  @Test
  void reader_besideTheWriter_seesWhatIsCommitted() throws Exception {
    appendReady(journal, feed, "a");
    try (JournalReader reader = JournalReader.open(file)) {
      assertEquals(new TreeSet<>(List.of("a")), reader.metricNames());

      appendReady(journal, feed, "b");

      assertEquals(new TreeSet<>(List.of("a", "b")), reader.metricNames());
      assertEquals(2, reader.unsentRequests(0, EVER).size());
      assertEquals(1, reader.unsentRequests(60_000, EVER).size());
    }
  }

  @Test
  void reader_filter_takesOverlappingIntervalsAndWantedDimensions() throws Exception {
    append(journal, feed.send("c:1|c|#a:1,b:1", "c:2|c|#a:2").close(), OutboxState.READY);
    append(journal, feed.send("c:4|c|#a:1").close(), OutboxState.READY);
    try (JournalReader reader = JournalReader.open(file)) {
      assertEquals(2, count(reader, new HistoryFilter("c", Map.of("a", "1"), 0, 120_000)));
      assertEquals(1, count(reader, new HistoryFilter("c", Map.of("a", "1"), 60_000, 120_000)));
      assertEquals(2, count(reader, new HistoryFilter("c", Map.of("a", "1"), 59_999, 120_000)));
      assertEquals(1, count(reader, new HistoryFilter("c", Map.of("a", "1"), 0, 60_000)));
      assertEquals(3, count(reader, new HistoryFilter("c", Map.of(), 0, 120_000)));
      assertEquals(0, count(reader, new HistoryFilter("c", Map.of("x", "1"), 0, 120_000)));
      assertEquals(0, count(reader, new HistoryFilter("d", Map.of(), 0, 120_000)));
    }
  }

  private static int count(JournalReader reader, HistoryFilter filter) throws JournalException {
    int[] count = {0};
    reader.forEach(filter, row -> count[0]++);
    return count[0];
  }
}
