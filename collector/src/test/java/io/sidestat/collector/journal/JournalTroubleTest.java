package io.sidestat.collector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.cloudwatch.Await;
import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.StatisticSet;
import io.sidestat.collector.model.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk, which SQLite takes a limit of pages for, and content that was damaged. */
class JournalTroubleTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path directory = Path.of("");
  private long sequence;

  @Test
  void append_diskFull_failsWholeAndWorksAgainWhenThereIsRoom() throws JournalException {
    List<String> pragmas = new ArrayList<>(Journal.DURABLE);
    pragmas.add("PRAGMA max_page_count = 60");
    try (Journal journal = Journal.open(directory.resolve("j.db"), () -> NOW, pragmas)) {
      JournalException failure = assertThrows(JournalException.class, () -> fill(journal));
      long appended = sequence - 1;

      assertTrue(String.valueOf(failure.getMessage()).contains("full"), failure.getMessage());
      assertEquals(appended, journal.outboxStatus().requests().get(OutboxState.LOCAL));
      journal.prune(NOW.toEpochMilli() + 1);
      append(journal, OutboxState.LOCAL);
      assertEquals(1L, journal.outboxStatus().requests().get(OutboxState.LOCAL));
    }
  }

  @Test
  void open_diskFull_opensOnceThereIsRoom() throws JournalException {
    List<String> pragmas = new ArrayList<>(Journal.DURABLE);
    pragmas.add("PRAGMA max_page_count = 2");
    try (Journal journal = Journal.open(directory.resolve("j.db"), () -> NOW, pragmas)) {
      JournalException failure =
          assertThrows(JournalException.class, () -> append(journal, OutboxState.LOCAL));
      assertTrue(String.valueOf(failure.getMessage()).contains("full"), failure.getMessage());
      assertEquals(0, journal.outboxStatus().requests().size());

      pragmas.remove(pragmas.size() - 1);
      append(journal, OutboxState.LOCAL);

      assertEquals(1L, journal.outboxStatus().requests().get(OutboxState.LOCAL));
    }
  }

  @Test
  void peek_contentDamaged_isSetAsideAndHoldsUpNoOther() throws Exception {
    Path file = directory.resolve("j.db");
    try (Journal journal = Journal.open(file, () -> NOW)) {
      append(journal, OutboxState.READY);
      append(journal, OutboxState.READY);
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = other.createStatement()) {
        statement.execute("UPDATE outbox SET body = x'0102' WHERE id = 1");
      }

      assertEquals(List.of(2L), journal.peek(20).stream().map(OutboxRow::id).toList());
      assertEquals(1L, journal.outboxStatus().requests().get(OutboxState.QUARANTINED));
    }
  }

  @Test
  void open_databaseOfSomebodyElse_isRefusedAndUntouched() throws Exception {
    Path file = directory.resolve("theirs.db");
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("CREATE TABLE theirs (x)");
    }

    JournalException refusal =
        assertThrows(JournalException.class, () -> Journal.open(file, () -> NOW));

    assertTrue(String.valueOf(refusal.getMessage()).contains("not a Sidestat journal"));
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
      assertEquals(1, rows.getInt(1));
    }
  }

  @Test
  void recoverInFlight_outcomeNeverNoted_isReadyAgainAndCountedAsAmbiguous() throws Exception {
    try (Journal journal = Journal.open(directory.resolve("j.db"), () -> NOW)) {
      append(journal, OutboxState.READY);
      journal.markInFlight(journal.peek(20).get(0));
      assertEquals(List.of(), journal.peek(20));

      journal.recoverInFlight();

      assertEquals(1, journal.peek(20).size());
      assertEquals(1, journal.outboxStatus().ambiguous());
    }
  }

  @Test
  void prune_nameWithoutHistoryLeft_isForgotten() throws Exception {
    Path file = directory.resolve("j.db");
    try (Journal journal = Journal.open(file, () -> NOW);
        JournalReader reader = JournalReader.open(file)) {
      append(journal, OutboxState.LOCAL);
      assertEquals(1, reader.metricNames().size());

      journal.prune(NOW.toEpochMilli());

      assertEquals(0, reader.metricNames().size());
    }
  }

  @Test
  void outboxStatus_commitTakesSeconds_isAnsweredAsItLastStood() throws Exception {
    Path file = directory.resolve("j.db");
    try (Journal journal = Journal.open(file, () -> NOW);
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      append(journal, OutboxState.READY);
      OutboxStatus before = journal.outboxStatus();
      statement.execute("BEGIN IMMEDIATE");
      FutureTask<Boolean> append =
          new FutureTask<>(
              () -> {
                append(journal, OutboxState.READY);
                return true;
              });
      Thread waiting = new Thread(append, "waiting");
      waiting.start();
      Await.until("it waits", () -> waiting.getState() == Thread.State.RUNNABLE);

      OutboxStatus meanwhile = journal.outboxStatus();
      assertFalse(append.isDone());
      statement.execute("ROLLBACK");

      assertTrue(append.get(10, TimeUnit.SECONDS));
      assertEquals(before, meanwhile);
      assertEquals(2L, journal.outboxStatus().requests().get(OutboxState.READY));
    }
  }

  @Test
  void decode_blobOfAnotherType_isAnIoException() throws IOException {
    byte[] counter = Codec.encode(new CounterTotal(StatisticSet.of(1)));

    assertThrows(IOException.class, () -> Codec.decode(SeriesType.TIMER, counter));
  }

  private void fill(Journal journal) throws JournalException {
    while (sequence < 10_000) {
      append(journal, OutboxState.LOCAL);
    }
  }

  private void append(Journal journal, OutboxState state) throws JournalException {
    MetricId id = new MetricId(SeriesType.TIMER, "N", "t" + sequence, Unit.MILLISECONDS, List.of());
    Interval interval = new Interval(NOW.toEpochMilli() - 60_000, 60_000);
    Datum datum =
        new Datum(
            id.name(),
            List.of(),
            interval.startEpochMillis(),
            Unit.MILLISECONDS,
            60,
            null,
            new double[] {1},
            new double[] {1});
    journal.append(
        new Fragment(
            "run",
            sequence++,
            interval,
            List.of(new ClosedSeries(id, Distribution.of(1))),
            Ledger.EMPTY),
        List.of(new DatumBatch("N", List.of(datum))),
        state);
  }
}
