package io.sidestat.collector.journal;

import static io.sidestat.collector.journal.JournalFixtures.number;
import static io.sidestat.collector.journal.JournalFixtures.sql;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.journal.JournalFixtures.ManualClock;
import io.sidestat.collector.model.Offender;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offenders written with intervals, read as another process reads them. */
class OffenderTableTest {
  private static final Offender USER = new Offender("Logins", "User", 70_000, true);
  private static final Offender PATH = new Offender("Time", "Path", 12, false);

  private final Feed feed = new Feed();
  private final Path file;

  OffenderTableTest(@TempDir Path directory) {
    file = directory.resolve("journal.db");
  }

  private void append(Journal journal, List<Offender> offenders) throws JournalException {
    journal.append(
        PackedInterval.of(feed.send("c:1|c").close(), List.of(), OutboxState.LOCAL, 0, offenders));
  }

  private List<Offender> offenders() throws JournalException {
    try (JournalReader reader = JournalReader.open(file)) {
      return reader.offenders();
    }
  }

  @Test
  void offenders_written_areReadWhileAndAfterTheCollectorRuns() throws Exception {
    try (Journal journal = Journal.open(file, new ManualClock())) {
      assertEquals(List.of(), offenders());

      append(journal, List.of(USER, PATH));

      assertEquals(List.of(USER, PATH), offenders());
    }
    assertEquals(List.of(USER, PATH), offenders());
  }

  @Test
  void offenders_writtenAgain_areReplaced() throws Exception {
    try (Journal journal = Journal.open(file, new ManualClock())) {
      append(journal, List.of(USER, PATH));
      append(journal, List.of(PATH));
      assertEquals(List.of(PATH), offenders());
      append(journal, List.of());
      assertEquals(List.of(), offenders());
    }
  }

  @Test
  void offenders_asBefore_areNotWrittenAgain() throws Exception {
    try (Journal journal = Journal.open(file, new ManualClock())) {
      append(journal, List.of(USER));
      sql(file, "UPDATE offender SET value_count = 1");
      append(journal, List.of(USER));
      assertEquals(1, number(file, "SELECT value_count FROM offender"));
    }
  }

  @Test
  void offenders_appendRolledBack_areWrittenByTheNext() throws Exception {
    try (Journal journal = Journal.open(file, new ManualClock())) {
      append(journal, List.of(USER));
      sql(file, "CREATE TRIGGER no BEFORE INSERT ON offender BEGIN SELECT RAISE(ABORT, 'no'); END");
      assertThrows(JournalException.class, () -> append(journal, List.of(PATH)));
      assertEquals(List.of(USER), offenders());
      sql(file, "DROP TRIGGER no");

      append(journal, List.of(PATH));

      assertEquals(List.of(PATH), offenders());
    }
  }
}
