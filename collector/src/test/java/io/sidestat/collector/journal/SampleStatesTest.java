package io.sidestat.collector.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.journal.JournalFixtures.ManualClock;
import io.sidestat.collector.model.Fragment;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of samples: they are counted in exactly one place, whatever is done. */
class SampleStatesTest {
  private final ManualClock clock = new ManualClock();
  private final Feed feed = new Feed();
  private final Journal journal;

  SampleStatesTest(@TempDir Path directory) throws JournalException {
    journal = Journal.open(directory.resolve("journal.db"), clock);
  }

  @AfterEach
  void close() throws JournalException {
    journal.close();
  }

  private Fragment minute() {
    return feed.send("c:1|c", "c:1|c", "t:5|ms", "t:7|ms", "g:1|g").close();
  }

  private void append(OutboxState state) throws JournalException {
    JournalFixtures.append(journal, minute(), state);
  }

  private SampleStates samples() throws JournalException {
    SampleStates samples = journal.outboxStatus().samples();
    assertTrue(samples.balanced(), samples::toString);
    return samples;
  }

  @Test
  void append_anyState_countsEachSampleOnce() throws Exception {
    append(OutboxState.READY);
    append(OutboxState.LOCAL);

    assertEquals(new SampleStates(10, 0, 5, 5, 0, 0, 0), samples());
  }

  @Test
  void split_partQuarantined_countsItsSamplesThere() throws Exception {
    append(OutboxState.READY);
    OutboxRow whole = journal.peek(1).get(0);
    journal.markInFlight(whole);
    journal.split(whole, whole.batch().halves());
    assertEquals(new SampleStates(5, 0, 5, 0, 0, 0, 0), samples());

    List<OutboxRow> halves = journal.peek(2);
    journal.quarantine(halves.get(0), "invalid");
    journal.acknowledge(halves.get(1));

    long aside = halves.get(0).batch().samples();
    assertEquals(new SampleStates(5, 5 - aside, 0, 0, aside, 0, 0), samples());
    assertEquals(5, aside + halves.get(1).batch().samples());
    assertTrue(aside > 0 && aside < 5);
  }

  @Test
  void acknowledge_twice_countsOnce() throws Exception {
    append(OutboxState.READY);
    OutboxRow row = journal.peek(1).get(0);

    journal.acknowledge(row);
    journal.acknowledge(row);

    assertEquals(new SampleStates(5, 5, 0, 0, 0, 0, 0), samples());
  }

  @Test
  void prune_whatWasSentOrLocal_isRemembered() throws Exception {
    append(OutboxState.READY);
    append(OutboxState.LOCAL);
    journal.acknowledge(journal.peek(1).get(0));

    journal.prune(Long.MAX_VALUE);

    assertEquals(new SampleStates(10, 5, 0, 5, 0, 0, 0), samples());
    assertEquals(0, journal.outboxStatus().requests().size());
  }

  @Test
  void expireRetryDrop_eachMoves_theSamples() throws Exception {
    append(OutboxState.READY);
    append(OutboxState.LOCAL);

    journal.expire(Long.MAX_VALUE, "too old");
    assertEquals(new SampleStates(10, 0, 0, 5, 0, 5, 0), samples());
    journal.retry(OutboxSelection.in(OutboxState.DEAD));
    assertEquals(new SampleStates(10, 0, 5, 5, 0, 0, 0), samples());
    journal.drop(OutboxSelection.unsent());
    assertEquals(new SampleStates(10, 0, 0, 0, 0, 0, 10), samples());
  }

  @Test
  void trim_toNothing_countsUnsentAsDropped() throws Exception {
    for (int i = 0; i < 20; i++) {
      append(OutboxState.READY);
      append(OutboxState.LOCAL);
    }

    long requests = journal.trim(1);

    assertEquals(20, requests);
    assertEquals(new SampleStates(200, 0, 0, 100, 0, 0, 100), samples());
  }

  @Test
  void anything_inAnyOrder_balances() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 400; i++) {
      List<OutboxRow> ready = journal.peek(1);
      switch (random.nextInt(ready.isEmpty() ? 3 : 11)) {
        case 0, 1, 5, 6 -> append(random.nextBoolean() ? OutboxState.READY : OutboxState.LOCAL);
        case 2 -> journal.prune(random.nextLong(10_000_000));
        case 3 -> journal.acknowledge(ready.get(0));
        case 4 -> journal.quarantine(ready.get(0), "invalid");
        case 7 -> journal.markInFlight(ready.get(0));
        case 8 -> {
          if (ready.get(0).batch().datums().size() > 1) {
            journal.split(ready.get(0), ready.get(0).batch().halves());
          }
        }
        case 9 -> journal.expire(random.nextLong(1_000_000), "too old");
        default -> journal.trim(random.nextInt(200_000));
      }
      var unused = samples();
    }
    assertTrue(samples().acknowledged() > 0 && samples().dropped() > 0, samples()::toString);
  }
}
