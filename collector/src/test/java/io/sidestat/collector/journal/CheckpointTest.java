package io.sidestat.collector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.journal.JournalFixtures.ManualClock;
import io.sidestat.collector.model.Fragment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  private final ManualClock clock = new ManualClock();
  private final Feed feed = new Feed();
  private final Path file;
  private Journal journal;

  CheckpointTest(@TempDir Path directory) throws JournalException {
    file = directory.resolve("journal.db");
    journal = Journal.open(file, clock);
  }

  @AfterEach
  void close() throws JournalException {
    journal.close();
  }

  private void reopen() throws JournalException {
    journal.close();
    journal = Journal.open(file, clock);
  }

  @Test
  void openFragments_allTypes_comeBackEqualAndInOrder() throws Exception {
    Fragment first =
        feed.send("t:12.5|ms|#k:v", "c:3|c|@0.3", "g:-2.5|g", "s:a|s", "x|c", "d:-1e100|d")
            .cut()
            .toFragment("run", 3);
    Fragment second = feed.send("t:1|ms").cut().toFragment("run", 3);
    journal.checkpoint(Checkpoint.of(first, 0, OutboxState.READY));
    journal.checkpoint(Checkpoint.of(second, 1, OutboxState.READY));
    reopen();

    assertEquals(
        List.of(
            new OpenFragment(first, OutboxState.READY),
            new OpenFragment(second, OutboxState.READY)),
        journal.openFragments());
  }

  @Test
  void openFragments_largeSet_comesBackAsASketch() throws Exception {
    String[] members = new String[5_000];
    for (int i = 0; i < members.length; i++) {
      members[i] = "s:" + i + "|s";
    }
    Fragment fragment = feed.send(members).cut().toFragment("run", 0);
    journal.checkpoint(Checkpoint.of(fragment, 0, OutboxState.LOCAL));

    assertEquals(List.of(new OpenFragment(fragment, OutboxState.LOCAL)), journal.openFragments());
  }

  @Test
  void append_intervalOfACheckpoint_takesItsPlaceAndNoOthers() throws Exception {
    Fragment other = feed.send("a:1|c").close();
    Fragment closed = feed.send("a:2|c").close();
    journal.checkpoint(Checkpoint.of(other, 0, OutboxState.READY));
    journal.checkpoint(Checkpoint.of(closed, 0, OutboxState.READY));

    JournalFixtures.append(journal, closed, OutboxState.READY);

    assertEquals(List.of(new OpenFragment(other, OutboxState.READY)), journal.openFragments());
  }

  @Test
  void openFragments_unreadablePart_isDroppedCountedAndHoldsUpNoOther() throws Exception {
    Fragment first = feed.send("a:1|c", "a:1|c").cut().toFragment("run", 0);
    Fragment second = feed.send("a:2|c").cut().toFragment("run", 0);
    journal.checkpoint(Checkpoint.of(first, 0, OutboxState.READY));
    journal.checkpoint(Checkpoint.of(second, 1, OutboxState.READY));
    JournalFixtures.sql(file, "UPDATE checkpoint SET body = x'0102' WHERE part = 0");

    assertEquals(List.of(new OpenFragment(second, OutboxState.READY)), journal.openFragments());

    SampleStates samples = journal.outboxStatus().samples();
    assertEquals(2, samples.dropped());
    assertTrue(samples.balanced());
    assertEquals(1, JournalFixtures.number(file, "SELECT count(*) FROM checkpoint"));
  }
}
