package io.sidestat.collector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.sidestat.collector.cloudwatch.Await;
import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.publish.SendException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When and in which order requests go out, what is said of it, and how it ends. */
final class PublisherTest extends PublisherFixture {
  @Test
  void start_severalWaiting_oldestFirst() throws JournalException {
    append("a", "b");
    append("c");

    publisher.start();

    awaitTaken("a", "b", "c");
    Await.until("all are done", () -> requests(OutboxState.DONE) == 3);
    Await.until("all are counted", () -> publisher.status().requestsSent() == 3);
    assertEquals(3, publisher.status().datumsSent());
  }

  @Test
  void wake_appendedWhileRunning_isSent() throws JournalException {
    publisher.start();

    appendAndWake("a");

    awaitTaken("a");
  }

  @Test
  void send_notDueYet_waitsForItsTime() throws JournalException {
    appendDueAt(START.plusMillis(3_271), "a");
    publisher.start();
    appendAndWake("b");
    awaitTaken("b");

    clock.advance(Duration.ofMillis(3_270));
    appendAndWake("c");
    awaitTaken("b", "c");
    clock.advance(Duration.ofMillis(1));

    awaitTaken("b", "c", "a");
  }

  @Test
  void stop_notDueYet_isSentAtOnce() throws JournalException, InterruptedException {
    appendDueAt(START.plusSeconds(60), "a");
    publisher.start();

    publisher.stop(PATIENCE);

    assertEquals(List.of("a"), sender.taken());
  }

  @Test
  void send_oneFails_othersAreNotHeldUp() throws JournalException {
    sender.fail("a", failure(Kind.SETUP, "denied"));
    append("a", "b", "c");

    publisher.start();

    awaitTaken("b", "c");
    assertEquals(1, requests(OutboxState.READY));
  }

  @Test
  void send_oneHangs_othersAreNotHeldUp() throws JournalException {
    publisher = new Publisher(journal, sender, clock, new Pace(2, 1_000_000, clock));
    sender.hang("a");
    append("a", "b", "c");

    publisher.start();

    awaitTaken("b", "c");
    Await.until("the others are settled", () -> requests(OutboxState.IN_FLIGHT) == 1);
    sender.open();
    awaitTaken("b", "c", "a");
  }

  @Test
  void send_allHang_noMoreThanAllowedAreUnderWay() throws JournalException {
    publisher = new Publisher(journal, sender, clock, new Pace(4, 1_000_000, clock));
    sender.shut();
    append(IntStream.range(0, 10).mapToObj(i -> "m" + i).toArray(String[]::new));

    publisher.start();

    Await.until("four are under way", () -> sender.attempts().size() == 4);
    publisher.wake();
    assertEquals(4, requests(OutboxState.IN_FLIGHT));
    sender.open();
    Await.until("all are sent", () -> requests(OutboxState.DONE) == 10);
  }

  @Test
  void send_nothingIsTaken_oneAtATimeAsksAgainAndThenAllGo() throws JournalException {
    String[] names = IntStream.range(0, 10).mapToObj(i -> "m" + i).toArray(String[]::new);
    Stream.of(names).limit(3).forEach(name -> sender.fail(name, failure(Kind.RETRY, "away")));
    append(names);

    publisher.start();

    Await.until("three have failed", () -> publisher.status().failures() == 3);
    publisher.wake();
    Await.until("nothing is under way", () -> requests(OutboxState.IN_FLIGHT) == 0);
    assertTrue(sender.attempts().size() <= 4, () -> "" + sender.attempts());
    clock.advance(Duration.ofMinutes(1));
    publisher.wake();
    Await.until("all are sent", () -> requests(OutboxState.DONE) == 10);
  }

  @Test
  void send_cloudWatchIsBack_whatWaitedGoesAtOnceOldestFirst() throws JournalException {
    sender.fail("a", failure(Kind.SETUP, "denied"));
    sender.fail("b", failure(Kind.RETRY, "away"));
    sender.fail("c", failure(Kind.RETRY, "away"));
    append("a", "b", "c");
    publisher.start();
    Await.until("three have failed", () -> publisher.status().failures() == 3);
    Await.until("they are put back", () -> requests(OutboxState.READY) == 3);

    // By then b and c are due, and a, which would be first, is not for another minute.
    clock.advance(Duration.ofSeconds(1));
    publisher.wake();

    Await.until("all are sent", () -> requests(OutboxState.DONE) == 3);
    assertEquals("a", sender.taken().get(1), () -> "" + sender.taken());
  }

  @Test
  void send_failsAgainAndAgain_waitsAtMostTheDoubledBound() throws JournalException {
    List<Integer> boundSeconds = List.of(1, 2, 4, 8, 16, 32, 60, 60);
    sender.fail(
        "a",
        boundSeconds.stream()
            .map(bound -> failure(Kind.RETRY, "busy"))
            .toArray(SendException[]::new));
    append("a");
    publisher.start();

    int attempts = 1;
    for (int bound : boundSeconds) {
      int expected = attempts++;
      Await.until("attempt " + expected, () -> sender.attempts("a") >= expected);
      Await.until("it is put back", () -> requests(OutboxState.IN_FLIGHT) == 0);
      clock.advance(Duration.ofSeconds(bound));
      publisher.wake();
    }

    awaitTaken("a");
    assertEquals(boundSeconds.size() + 1, sender.attempts("a"));
  }

  @Test
  void send_setupFails_waitsAMinute() throws JournalException {
    sender.fail("a", failure(Kind.SETUP, "no region"));
    append("a");
    publisher.start();
    Await.until("the failure is told", () -> publisher.status().failures() == 1);

    clock.advance(Duration.ofMillis(59_999));
    appendAndWake("b");
    awaitTaken("b");
    assertEquals(1, sender.attempts("a"));
    clock.advance(Duration.ofMillis(1));
    publisher.wake();

    awaitTaken("b", "a");
  }

  @Test
  void send_inDoubt_isCountedAndSentAgain() throws JournalException {
    sender.fail("a", new SendException(Kind.RETRY, true, "no answer", new Exception("lost")));
    sender.fail("b", failure(Kind.RETRY, "throttled"));
    append("a", "b");

    publisher.start();
    Await.until("both have failed", () -> publisher.status().failures() == 2);
    clock.advance(Duration.ofSeconds(1));
    publisher.wake();

    Await.until("both are sent", () -> requests(OutboxState.DONE) == 2);
    assertEquals(1, journal.outboxStatus().ambiguous());
  }

  @Test
  void send_unexpectedException_isRetriedAndOthersGoOn() throws JournalException {
    sender.fail("a", new IllegalStateException("a bug"));
    append("a", "b");

    publisher.start();

    awaitTaken("b");
    clock.advance(Duration.ofSeconds(1));
    publisher.wake();
    awaitTaken("b", "a");
    assertEquals(1, journal.outboxStatus().ambiguous());
  }

  @Test
  void start_rowInFlightOfADeadRun_isSentAgainAndCounted() throws JournalException {
    append("a");
    journal.markInFlight(journal.peek(1).get(0));
    journal.close();
    journal = Journal.open(file, clock);
    publisher = new Publisher(journal, sender, clock, oneByOne());

    publisher.start();

    awaitTaken("a");
    assertEquals(1, journal.outboxStatus().ambiguous());
  }

  @Test
  void log_failuresThenSuccess_saysEachOnce() throws JournalException {
    sender.fail("a", failure(Kind.RETRY, "refused"), failure(Kind.RETRY, "refused"));
    append("a");
    publisher.start();

    for (int failures = 1; failures <= 2; failures++) {
      int expected = failures;
      Await.until("failure " + expected, () -> publisher.status().failures() == expected);
      clock.advance(Duration.ofMinutes(1));
      publisher.wake();
    }
    awaitTaken("a");
    Await.until("it is done", () -> publisher.status().requestsSent() == 1);
    Await.until("recovery is told", () -> messages(Level.INFO, "works again").size() == 1);

    assertEquals(1, messages(Level.WARN, "refused").size());
    assertEquals(
        List.of("publishing works again: failures=2"), messages(Level.INFO, "works again"));
  }

  @Test
  void log_failsAfterRecovery_warnsAgain() throws JournalException {
    sender.fail("a", failure(Kind.RETRY, "refused"));
    sender.fail("b", failure(Kind.RETRY, "refused"));
    append("a");
    publisher.start();
    Await.until("the first failure", () -> publisher.status().failures() == 1);
    clock.advance(Duration.ofMinutes(1));
    publisher.wake();
    awaitTaken("a");

    appendAndWake("b");

    Await.until("the second warning", () -> messages(Level.WARN, "refused").size() == 2);
  }

  @Test
  void status_failureThenSuccess_tellsTheWordsWhileItFails() throws JournalException {
    sender.fail("a", failure(Kind.SETUP, "denied"));
    append("a");
    publisher.start();
    Await.until("it has failed", () -> publisher.status().failures() == 1);

    assertEquals("denied", publisher.status().lastError().orElse(""));
    assertEquals(START, publisher.status().lastFailed().orElse(Instant.EPOCH));

    clock.advance(Duration.ofMinutes(1));
    publisher.wake();
    Await.until("it is sent", () -> publisher.status().requestsSent() == 1);
    assertTrue(publisher.status().lastError().isEmpty());
    assertEquals(START.plusSeconds(60), publisher.status().lastSent().orElse(Instant.EPOCH));
  }

  @Test
  void stop_someDueSomeWaiting_sendsTheDueAndLeavesTheRest()
      throws JournalException, InterruptedException {
    sender.fail("a", failure(Kind.SETUP, "denied"));
    append("a");
    publisher.start();
    Await.until("it has failed", () -> publisher.status().failures() == 1);
    append("b");

    publisher.stop(PATIENCE);

    assertEquals(List.of("b"), sender.taken());
    assertEquals(1, requests(OutboxState.READY));
  }

  @Test
  void stop_longBacklog_sendsAllOfIt() throws JournalException, InterruptedException {
    String[] names = IntStream.range(0, 100).mapToObj(i -> "m" + i).toArray(String[]::new);
    append(names);
    sender.shut();
    publisher.start();
    Await.until("the first is under way", () -> sender.attempts().size() == 1);
    Thread stopping = stopInBackground(PATIENCE);

    sender.open();
    stopping.join();

    assertEquals(List.of(names), sender.taken());
  }

  @Test
  void stop_everySendFails_endsAndKeepsThemAll() throws JournalException, InterruptedException {
    String[] names = IntStream.range(0, 100).mapToObj(i -> "m" + i).toArray(String[]::new);
    Stream.of(names)
        .forEach(name -> sender.fail(name, failure(Kind.RETRY, "1"), failure(Kind.RETRY, "2")));
    append(names);
    sender.shut();
    publisher.start();
    Await.until("the first is under way", () -> sender.attempts().size() == 1);
    Thread stopping = stopInBackground(PATIENCE);

    sender.open();
    stopping.join();

    assertEquals(List.of(), sender.taken());
    assertEquals(100, requests(OutboxState.READY));
  }

  @Test
  void stop_sendHangs_endsWithinPatienceAndKeepsTheRequest()
      throws JournalException, InterruptedException {
    append("a");
    sender.shut();
    publisher.start();
    Await.until("it is under way", () -> sender.attempts().size() == 1);

    publisher.stop(Duration.ofMillis(50));

    assertEquals(1, requests(OutboxState.READY));
    assertEquals(1, journal.outboxStatus().ambiguous());
  }

  /** Begins a stop; returns when the publisher knows of it. */
  private Thread stopInBackground(Duration patience) {
    Thread thread =
        new Thread(
            () -> {
              try {
                publisher.stop(patience);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    Await.until("it waits", () -> thread.getState() == Thread.State.TIMED_WAITING);
    return thread;
  }
}
