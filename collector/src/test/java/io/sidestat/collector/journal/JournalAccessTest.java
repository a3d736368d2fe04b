package io.sidestat.collector.journal;

import static io.sidestat.collector.journal.JournalFixtures.appendReady;
import static io.sidestat.collector.journal.JournalFixtures.sql;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.journal.JournalFixtures.ManualClock;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may read the journal, and what is read of one that somebody else wrote. */
class JournalAccessTest {
  @TempDir Path directory = Path.of("");
  private final ManualClock clock = new ManualClock();
  private final Feed feed = new Feed();

  private void writeOne(Path file) throws JournalException {
    try (Journal journal = Journal.open(file, clock)) {
      appendReady(journal, feed, "c");
    }
  }

  private static String mode(Path file) throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void open_newJournal_isItsOwnersAlone() throws Exception {
    Path file = directory.resolve("a/b/journal.db");
    try (Journal journal = Journal.open(file, clock)) {
      appendReady(journal, feed, "c");

      assertEquals("rwx------", mode(directory.resolve("a")));
      assertEquals("rwx------", mode(directory.resolve("a/b")));
      assertEquals("rw-------", mode(file));
      assertEquals("rw-------", mode(Path.of(file + "-wal")));
      assertEquals("rw-------", mode(Path.of(file + "-shm")));
      assertEquals("rw-------", mode(Path.of(file + ".lock")));
    }
  }

  @Test
  void open_journalThatOthersWereLetInto_staysSo() throws Exception {
    Path file = directory.resolve("journal.db");
    writeOne(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
    try (Journal journal = Journal.open(file, clock)) {
      appendReady(journal, feed, "d");

      assertEquals("rw-r-----", mode(file));
      assertEquals("rw-r-----", mode(Path.of(file + "-wal")));
      assertEquals("rwxr-x---", mode(directory));
    }
  }

  @Test
  void key_ofEachOpening_isAnotherAndInAFileOfTheOwnerAlone() throws Exception {
    Path file = directory.resolve("journal.db");
    Path lock = Files.writeString(directory.resolve("journal.db.lock"), "x".repeat(99));
    Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("rw-r--r--"));
    String first;
    try (Journal journal = Journal.open(file, clock)) {
      first = JournalKey.read(file);

      assertTrue(first.matches("[0-9a-f]{32}"), first);
      assertEquals("rw-------", mode(lock));
      assertTrue(journal.key().is(first));
      assertFalse(journal.key().is(""));
      assertFalse(journal.key().is(first.substring(1)));
    }
    try (Journal journal = Journal.open(file, clock)) {
      assertFalse(journal.key().is(first));
      assertTrue(journal.key().is(JournalKey.read(file)));
    }
  }

  @Test
  void open_afterDamage_newJournalIsItsOwnersAlone() throws Exception {
    Path file = directory.resolve("journal.db");
    Files.writeString(file, "no database, but long enough to be one ".repeat(100));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    writeOne(file);

    assertEquals("rw-------", mode(file));
  }

  @Test
  void reader_rowOfHundredMegabytes_isRefusedUnread() throws Exception {
    Path file = directory.resolve("journal.db");
    writeOne(file);
    sql(file, "UPDATE outbox SET body = zeroblob(100000000)");

    try (JournalReader reader = JournalReader.open(file)) {
      assertThrows(JournalException.class, () -> reader.unsentRequests(0, Long.MAX_VALUE));
    }
  }
}
