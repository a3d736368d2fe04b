package io.sidestat.collector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.journal.JournalFixtures.ManualClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage that shows only while the journal is open. */
class JournalDamageTest {
  private static final int PAGE = 4_096;

  private final ManualClock clock = new ManualClock();
  private final Feed feed = new Feed();
  private final Path directory;
  private final Path file;
  private final Journal journal;

  JournalDamageTest(@TempDir Path directory) throws JournalException {
    this.directory = directory;
    file = directory.resolve("journal.db");
    // A cache of one page, so that pages are read again, and no page stays in the log.
    journal =
        Journal.open(
            file,
            clock,
            Stream.concat(
                    Journal.DURABLE.stream(),
                    Stream.of("PRAGMA cache_size = 1", "PRAGMA wal_autocheckpoint = 1"))
                .toList());
  }

  @AfterEach
  void close() throws JournalException {
    journal.close();
  }

  private void damage() throws IOException {
    byte[] garbage = new byte[PAGE];
    Arrays.fill(garbage, (byte) 0x5a);
    long bytes = Files.size(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      // Not the first page, which stays in memory.
      for (long at = PAGE; at < bytes; at += PAGE) {
        var unused = channel.write(ByteBuffer.wrap(garbage), at);
      }
    }
  }

  private List<Path> aside() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(path -> path.toString().matches(".*damaged-[0-9TZ]+(-[0-9]+)?")).toList();
    }
  }

  @Test
  void append_damagedWhileOpen_failsOnceMovesItAsideAndGoesOn() throws Exception {
    for (int i = 0; i < 50; i++) {
      JournalFixtures.appendReady(journal, feed, "before" + i);
    }
    damage();

    assertThrows(JournalException.class, () -> JournalFixtures.appendReady(journal, feed, "lost"));
    JournalFixtures.appendReady(journal, feed, "after");

    assertEquals(1, aside().size());
    assertEquals(aside().get(0), journal.figures().movedAside().orElseThrow());
    assertEquals(1, JournalFixtures.history(file, "after").size());
  }

  @Test
  void acknowledge_requestOfTheDamagedFile_isNotTakenForAnother() throws Exception {
    for (int i = 0; i < 50; i++) {
      JournalFixtures.appendReady(journal, feed, "before" + i);
    }
    OutboxRow underWay = journal.peek(1).get(0);
    journal.markInFlight(underWay);
    damage();
    assertThrows(JournalException.class, () -> JournalFixtures.appendReady(journal, feed, "lost"));
    JournalFixtures.appendReady(journal, feed, "after");

    journal.acknowledge(underWay);

    assertEquals(1L, journal.outboxStatus().requests().get(OutboxState.READY));
    assertTrue(journal.peek(1).get(0).id() > underWay.id());
  }

  @Test
  void append_fileDeletedWhileOpen_putsAllOfItBack() throws Exception {
    JournalFixtures.appendReady(journal, feed, "before");
    OutboxRow underWay = journal.peek(1).get(0);
    journal.markInFlight(underWay);
    try (Stream<Path> files = Files.list(directory)) {
      for (Path each : files.toList()) {
        Files.delete(each);
      }
    }

    JournalFixtures.appendReady(journal, feed, "after");
    journal.acknowledge(underWay);

    assertEquals(1, JournalFixtures.history(file, "before").size());
    assertEquals(1, JournalFixtures.history(file, "after").size());
    assertEquals(1L, journal.outboxStatus().requests().get(OutboxState.DONE));
    assertEquals(1L, journal.outboxStatus().requests().get(OutboxState.READY));
  }

  @Test
  void append_lockFileDeletedWhileOpen_isPutBackAndKeepsOthersOff() throws Exception {
    Files.delete(directory.resolve("journal.db.lock"));

    JournalFixtures.appendReady(journal, feed, "after");

    assertThrows(JournalInUseException.class, () -> Journal.open(file, clock));
  }

  @Test
  void open_throughASymbolicLink_isInUse() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link.db"), file);

    assertThrows(JournalInUseException.class, () -> Journal.open(link, clock));
  }

  @Test
  void append_damagedManyTimes_keepsTheNewestThreeAside() throws Exception {
    for (int times = 0; times < 5; times++) {
      clock.epochMillis += 60_000;
      for (int i = 0; i < 50; i++) {
        JournalFixtures.appendReady(journal, feed, "before" + i);
      }
      damage();
      assertThrows(
          JournalException.class, () -> JournalFixtures.appendReady(journal, feed, "lost"));
    }

    assertEquals(3, aside().size());
    assertTrue(aside().contains(journal.figures().movedAside().orElseThrow()));
  }
}
