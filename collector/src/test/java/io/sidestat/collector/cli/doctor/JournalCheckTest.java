package io.sidestat.collector.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.query.CostJournal;
import io.sidestat.collector.shape.RollUps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal still tells where no collector answers. */
// @BeforeEach sets the fields.
@SuppressWarnings("NullAway.Init")
class JournalCheckTest {
  private static final Instant NOW = Instant.EPOCH.plus(Duration.ofMinutes(12));

  private Path directory;
  private Path file;

  @BeforeEach
  void use(@TempDir Path directory) {
    this.directory = directory;
    file = directory.resolve("journal.db");
  }

  @Test
  void journal_none_isNotedWithItsPath() {
    String line = Given.line(new JournalCheck(file, NOW).finding());

    assertTrue(line.startsWith("note journal: there is none at " + file), line);
  }

  @Test
  void journal_allLocal_isOk() throws Exception {
    write(OutboxState.LOCAL);

    assertEquals(
        "ok journal: " + file + ", last written 10 min ago; 0 requests are unsent, 1 are local",
        Given.line(new JournalCheck(file, NOW).finding()));
  }

  @Test
  void journal_unsent_isNotedWithItsAge() throws Exception {
    write(OutboxState.READY);

    String line = Given.line(new JournalCheck(file, NOW).finding());

    assertTrue(line.startsWith("note journal: "), line);
    assertTrue(line.contains("1 requests are unsent, the oldest of 11 min ago"), line);
  }

  @Test
  void journal_damaged_isNotedAsUnreadable() throws Exception {
    Files.writeString(file, "no journal at all".repeat(1_000));

    String line = Given.line(new JournalCheck(file, NOW).finding());

    assertTrue(line.startsWith("note journal: journal cannot be read: file=" + file), line);
  }

  /** A journal of minute 1, last written at minute 2. */
  private void write(OutboxState state) throws Exception {
    try (CostJournal journal = new CostJournal(directory, new RollUps(List.of(), true))) {
      var unused = journal.packingAs(state).minutes(1, 2, "jobs");
    }
    var unused =
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plus(Duration.ofMinutes(2))));
  }
}
