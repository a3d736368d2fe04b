package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.cloudwatch.Await;
import io.sidestat.collector.config.JournalConfig;
import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.shape.HostDimensions;
import io.sidestat.collector.shape.IntervalShaper;
import io.sidestat.collector.shape.RequestPacker;
import io.sidestat.collector.shape.RollUps;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The writer over a real journal, which a trigger makes fail. */
class IntervalWriterTest {
  private static final Instant NOW = Instant.ofEpochSecond(3_600);

  private final Feed feed = new Feed();
  private final Path file;
  private final Journal journal;
  private final IntervalWriter writer;

  IntervalWriterTest(@TempDir Path directory) throws JournalException {
    file = directory.resolve("journal.db");
    journal = Journal.open(file, () -> NOW);
    writer = writer(OutboxState.LOCAL, Duration.ZERO, NOW);
  }

  private IntervalWriter writer(OutboxState newRequests, Duration publishOffset, Instant now) {
    return new IntervalWriter(
        journal,
        newRequests,
        publishOffset,
        new IntervalShaper(
            HostDimensions.NONE, new RollUps(List.of()), new RequestPacker(Grid.within(0.005))),
        new JournalConfig(file, Duration.ofHours(24), 1L << 30),
        () -> now,
        "run",
        () -> {});
  }

  @AfterEach
  void close() throws JournalException {
    journal.close();
  }

  @Test
  void finish_journalFails_countsEverySampleThatWasNotWritten() throws Exception {
    execute("CREATE TRIGGER broken BEFORE INSERT ON fragment BEGIN SELECT RAISE(ABORT, 'no'); END");
    writer.start();
    submitTwoSamples(3);
    Await.until("the failure is noticed", writer::failing);

    writer.finish(Duration.ofMillis(50));

    assertEquals(6, writer.samplesLost());
  }

  @Test
  void finish_journalWorksAgain_writesWhatWaited() throws Exception {
    execute("CREATE TRIGGER broken BEFORE INSERT ON fragment BEGIN SELECT RAISE(ABORT, 'no'); END");
    writer.start();
    submitTwoSamples(3);
    Await.until("the failure is noticed", writer::failing);
    execute("DROP TRIGGER broken");

    writer.finish(Duration.ofSeconds(10));

    assertEquals(0, writer.samplesLost());
    assertFalse(writer.failing());
    assertEquals(3L, journal.outboxStatus().requests().get(OutboxState.LOCAL));
  }

  @Test
  void submit_moreThanMayWait_countsTheSamplesOfTheRest() throws Exception {
    submitTwoSamples(IntervalWriter.WAITING_MAX + 5);
    assertEquals(IntervalWriter.WAITING_MAX, writer.intervalsWaiting());
    writer.start();

    writer.finish(Duration.ofSeconds(10));

    assertEquals(10, writer.samplesLost());
    assertEquals(
        (long) IntervalWriter.WAITING_MAX,
        journal.outboxStatus().requests().get(OutboxState.LOCAL));
    assertTrue(writer.intervalsWaiting() == 0);
  }

  @Test
  void submit_intervalWithoutSamples_leavesNothingInTheJournal() throws Exception {
    writer.submit(feed.closeSlice());
    writer.submit(feed.send("a:1|c").closeSlice());
    writer.start();

    writer.finish(Duration.ofSeconds(10));

    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM fragment")) {
      assertEquals(1, rows.getInt(1));
    }
  }

  @Test
  void submit_withAnOffset_isDueSoLongAfterTheIntervalsEnd() throws Exception {
    write(writer(OutboxState.READY, Duration.ofSeconds(7), NOW));

    // The interval is the first minute after the epoch.
    assertEquals(67_000, dueAtEpochMillis());
  }

  @Test
  void submit_closedBeforeItsEnd_isDueTheOffsetFromNow() throws Exception {
    write(writer(OutboxState.READY, Duration.ofSeconds(7), Instant.ofEpochSecond(20)));

    assertEquals(27_000, dueAtEpochMillis());
  }

  private void write(IntervalWriter waiting) throws InterruptedException {
    waiting.submit(feed.send("a:1|c").closeSlice());
    waiting.start();
    waiting.finish(Duration.ofSeconds(10));
  }

  private long dueAtEpochMillis() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT retry_at_ms FROM outbox")) {
      return rows.getLong(1);
    }
  }

  private void submitTwoSamples(int intervals) {
    for (int i = 0; i < intervals; i++) {
      writer.submit(feed.send("a:1|c", "t:5|ms").closeSlice());
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
