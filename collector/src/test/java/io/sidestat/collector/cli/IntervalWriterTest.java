package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.cloudwatch.Await;
import io.sidestat.collector.config.JournalConfig;
import io.sidestat.collector.journal.Checkpoint;
import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.journal.PackedInterval;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.shape.RequestPacker;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
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
  private static final String BREAK =
      "CREATE TRIGGER broken BEFORE INSERT ON fragment BEGIN SELECT RAISE(ABORT, 'no'); END";

  private final Feed feed = new Feed();
  private final Path file;
  private final Journal journal;
  private final IntervalWriter writer;

  IntervalWriterTest(@TempDir Path directory) throws JournalException {
    file = directory.resolve("journal.db");
    journal = Journal.open(file, () -> NOW);
    JournalConfig limits =
        new JournalConfig(file, Duration.ofHours(24), 1L << 30, Duration.ofSeconds(10), 1L << 20);
    writer = new IntervalWriter(journal, limits, () -> NOW, "run", () -> {});
  }

  @AfterEach
  void close() throws JournalException {
    journal.close();
  }

  @Test
  void finish_journalFails_countsEverySampleThatWasNotWritten() throws Exception {
    execute(BREAK);
    writer.start();
    submitTwoSamples(3);
    Await.until("the failure is noticed", writer::failing);

    writer.finish(Duration.ofMillis(50));

    assertEquals(6, writer.samplesLost());
  }

  @Test
  void finish_journalWorksAgain_writesWhatWaited() throws Exception {
    execute(BREAK);
    writer.start();
    submitTwoSamples(3);
    Await.until("the failure is noticed", writer::failing);
    execute("DROP TRIGGER broken");

    writer.finish(Duration.ofSeconds(10));

    assertEquals(0, writer.samplesLost());
    assertFalse(writer.failing());
    assertEquals(3L, journal.outboxStatus().requests().get(OutboxState.LOCAL));
    assertEquals(6, journal.outboxStatus().samples().local());
  }

  @Test
  void submit_moreBytesThanMayWait_givesUpTheOldestAndCountsItsSamples() throws Exception {
    PackedInterval one = interval(sets());
    int room = (int) ((1L << 20) / one.bytes());
    execute(BREAK);
    writer.start();
    writer.submit(one);
    Await.until("the failure is noticed", writer::failing);
    for (int i = 1; i < room + 5; i++) {
      writer.submit(interval(sets()));
    }
    assertTrue(writer.bytesWaiting() <= 1L << 20, "bytes: " + writer.bytesWaiting());
    assertTrue(writer.samplesLost() >= 5 * SET_SAMPLES, "lost: " + writer.samplesLost());
    long lost = writer.samplesLost();
    execute("DROP TRIGGER broken");

    writer.finish(Duration.ofSeconds(10));

    assertEquals(lost, writer.samplesLost());
    assertEquals((room + 5L) * SET_SAMPLES - lost, journal.outboxStatus().samples().local());
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT max(sequence) FROM fragment")) {
      assertEquals(room + 4, rows.getInt(1), "the newest is there");
    }
  }

  @Test
  void submit_givenUpIntervalWithACheckpoint_doesNotComeBackAtTheNextStart() throws Exception {
    Fragment first = feed.send("a:1|c").close();
    journal.checkpoint(Checkpoint.of(first, 0, OutboxState.LOCAL));
    execute(BREAK);
    writer.start();
    writer.submit(packed(first));
    Await.until("the failure is noticed", writer::failing);
    long losing = 0;
    while (losing == 0) {
      writer.submit(interval(sets()));
      losing = writer.samplesLost();
    }
    execute("DROP TRIGGER broken");

    writer.finish(Duration.ofSeconds(10));

    assertEquals(List.of(), journal.openFragments());
  }

  @Test
  void submit_checkpointFails_isTriedAgainAndTheWriterIsWellThen() throws Exception {
    execute(
        "CREATE TRIGGER broken BEFORE INSERT ON checkpoint BEGIN SELECT RAISE(ABORT, 'no'); END");
    writer.start();
    Fragment part = feed.send("a:1|c").close();
    writer.submit(Checkpoint.of(part, 0, OutboxState.LOCAL));
    Await.until("the failure is noticed", writer::failing);
    assertFalse(writer.idle());
    execute("DROP TRIGGER broken");

    Await.until("it is written", writer::idle);

    Await.until("it works again", () -> !writer.failing());
    assertEquals(1, journal.openFragments().size());
  }

  @Test
  void finish_journalFailsAfterACheckpoint_countsAsLostOnlyWhatIsNotInIt() throws Exception {
    Fragment first = feed.send("a:1|c", "a:2|c", "a:3|c").cut().toFragment("run", 0);
    writer.start();
    writer.submit(Checkpoint.of(first, 0, OutboxState.LOCAL));
    Await.until("it is written", writer::idle);
    execute(BREAK);
    // The whole: three samples in the checkpoint and one more.
    writer.submit(interval("a:1|c", "a:2|c", "a:3|c", "a:4|c"));
    Await.until("the failure is noticed", writer::failing);

    writer.finish(Duration.ofMillis(50));

    assertEquals(1, writer.samplesLost());
    assertEquals(1, journal.openFragments().size());
  }

  @Test
  void submit_intervalThatCannotBeWrittenByAFaultOfOurs_isLostAndHoldsUpNoOther() throws Exception {
    PackedInterval good = interval("a:1|c");
    OutboxState[] none = new OutboxState[1];
    PackedInterval faulty =
        new PackedInterval(
            "run",
            7,
            good.interval(),
            good.ledger(),
            good.history(),
            good.requests(),
            none[0],
            0,
            List.of());
    writer.start();
    writer.submit(faulty);
    writer.submit(good);

    writer.finish(Duration.ofSeconds(10));

    assertEquals(1, writer.samplesLost());
    assertEquals(1, journal.outboxStatus().samples().local());
  }

  @Test
  void submit_checkpointThenItsInterval_leavesTheIntervalAlone() throws Exception {
    Fragment whole = feed.send("a:1|c").close();
    writer.submit(Checkpoint.of(whole, 0, OutboxState.LOCAL));
    writer.start();
    Await.until("it is written", () -> writer.idle() && !journal.openFragments().isEmpty());

    writer.submit(packed(whole));
    writer.finish(Duration.ofSeconds(10));

    assertEquals(List.of(), journal.openFragments());
    assertEquals(1, journal.outboxStatus().samples().local());
  }

  private static final int SET_SAMPLES = 20_000;

  /** Some tens of kilobytes that do not deflate. */
  private String[] sets() {
    String[] lines = new String[SET_SAMPLES];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "s" + i / 1_000 + ":" + i + "|s";
    }
    return lines;
  }

  private PackedInterval interval(String... lines) {
    return packed(feed.send(lines).close());
  }

  private static PackedInterval packed(Fragment fragment) {
    return PackedInterval.of(
        fragment,
        new RequestPacker(Grid.within(0.005)).pack(fragment.interval(), fragment.series()),
        OutboxState.LOCAL,
        0,
        List.of());
  }

  private void submitTwoSamples(int intervals) {
    for (int i = 0; i < intervals; i++) {
      writer.submit(interval("a:1|c", "t:5|ms"));
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
