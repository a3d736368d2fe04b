package io.sidestat.collector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.cloudwatch.Await;
import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.Unit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CloudWatch is away for six hours, by a clock that the test moves. */
class OutageTest {
  private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
  private static final int MINUTES = 360;

  /** A thousand timers of a few hundred values each, and their roll-ups. */
  private static final int REQUESTS_A_MINUTE = 4;

  private static final Duration TICK = Duration.ofMillis(50);

  private final MutableClock clock = new MutableClock(START);
  private final MemorySender sender = new MemorySender();

  private void append(Journal journal, int minute) throws JournalException {
    Instant start = START.plusSeconds(60L * minute);
    List<DatumBatch> batches =
        IntStream.range(0, REQUESTS_A_MINUTE)
            .mapToObj(i -> new DatumBatch("Test", List.of(datum("m" + minute + "-" + i, start))))
            .toList();
    journal.append(
        new Fragment(
            "run", minute, new Interval(start.toEpochMilli(), 60_000), List.of(), Ledger.EMPTY),
        batches,
        OutboxState.READY);
  }

  private static Datum datum(String name, Instant start) {
    double[] one = {1};
    return new Datum(name, List.of(), start.toEpochMilli(), Unit.COUNT, 60, null, one, one);
  }

  private static int minute(String name) {
    return Integer.parseInt(name.substring(1, name.indexOf('-')));
  }

  private static long ready(Journal journal) throws JournalException {
    return journal.outboxStatus().requests().getOrDefault(OutboxState.READY, 0L);
  }

  /** Moves the clock and waits for the attempt that is due then. */
  private void tick(Publisher publisher, Duration duration) {
    int before = sender.attempts().size();
    clock.advance(duration);
    publisher.wake();
    Await.until("another attempt", () -> sender.attempts().size() > before);
  }

  @Test
  void outage_sixHours_allIsSentAfterwardsOldestFirstWithoutARequestTooMany(@TempDir Path directory)
      throws Exception {
    try (Journal journal = Journal.open(directory.resolve("journal.db"), clock)) {
      Publisher publisher = new Publisher(journal, sender, clock);
      sender.away(new SendException(SendException.Kind.RETRY, false, "away", new Exception()));
      publisher.start();
      for (int minute = 0; minute < MINUTES; minute++) {
        append(journal, minute);
        clock.advance(Duration.ofMinutes(1));
        publisher.wake();
      }
      Await.until("nothing is under way", () -> ready(journal) == MINUTES * REQUESTS_A_MINUTE);
      int asked = sender.attempts().size();

      sender.back();
      Instant over = clock.instant();
      // By then it has asked again.
      tick(publisher, Pace.WAIT_MAX);
      while (ready(journal) > 0) {
        tick(publisher, TICK);
      }
      Duration took = Duration.between(over, clock.instant());
      publisher.stop(Duration.ofSeconds(10));

      List<String> taken = sender.taken();
      assertEquals(MINUTES * REQUESTS_A_MINUTE, taken.size());
      assertEquals(taken.size(), sender.attempts().size() - asked, "attempts once it was back");
      List<Integer> ascending = new ArrayList<>(taken.stream().map(OutageTest::minute).toList());
      // The first only asked whether CloudWatch is back.
      for (int i = 5; i < ascending.size(); i++) {
        // Of four that are under way at once any may be first.
        int here = i;
        assertTrue(
            ascending.get(i) >= ascending.get(i - 4),
            () -> "minute " + ascending.get(here) + " after " + ascending.get(here - 4));
      }
      assertTrue(took.compareTo(Duration.ofMinutes(5)) < 0, () -> "took " + took);
      assertEquals(0, journal.outboxStatus().ambiguous());
    }
  }
}
