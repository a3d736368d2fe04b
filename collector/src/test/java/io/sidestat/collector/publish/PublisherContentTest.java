package io.sidestat.collector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.sidestat.collector.cloudwatch.Await;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.publish.SendException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Requests that CloudWatch does not take as they are: invalid, too large, too old. */
final class PublisherContentTest extends PublisherFixture {
  @Test
  void send_invalid_isSetAsideAndOthersGoOn() throws JournalException {
    sender.fail("a", failure(Kind.INVALID, "bad value"));
    append("a", "b");

    publisher.start();

    awaitTaken("b");
    assertEquals(1, requests(OutboxState.QUARANTINED));
    clock.advance(Duration.ofHours(1));
    appendAndWake("c");
    awaitTaken("b", "c");
    assertEquals(1, sender.attempts("a"));
    assertEquals(1, messages(Level.ERROR, "bad value").size());
  }

  @Test
  void send_oneInvalidOfAThousand_isSetAsideAloneAndAllElseArrives() throws JournalException {
    List<String> names = IntStream.range(0, 1_000).mapToObj(i -> "m" + i).toList();
    sender.refuse("m637");
    appendOne(names);
    append("next");

    publisher.start();

    awaitDatumsTaken(1_000);
    Await.until("it is set aside", () -> requests(OutboxState.QUARANTINED) == 1);
    Set<String> expected = new TreeSet<>(names);
    expected.remove("m637");
    expected.add("next");
    assertEquals(expected, new TreeSet<>(sender.takenDatums()));
    assertEquals(1_000, sender.takenDatums().size(), "none twice");
    // The request, two for each of ten halvings, and the next.
    assertTrue(sender.attempts().size() <= 1 + 20 + 1, () -> "" + sender.attempts().size());
    assertEquals(1, messages(Level.ERROR, "metric=m637").size());
    assertEquals(0, requests(OutboxState.READY));
  }

  @Test
  void send_severalInvalid_areSetAsideOneByOne() throws JournalException {
    List<String> bad = List.of("m0", "m1", "m50", "m99");
    bad.forEach(sender::refuse);
    appendOne(IntStream.range(0, 100).mapToObj(i -> "m" + i).toList());

    publisher.start();

    awaitDatumsTaken(96);
    Await.until("they are set aside", () -> requests(OutboxState.QUARANTINED) == 4);
    bad.forEach(name -> assertFalse(sender.takenDatums().contains(name)));
  }

  @Test
  void send_allInvalid_isSetAsideWholeAfterAWhileAndTriedAgainLater() throws JournalException {
    List<String> names = IntStream.range(0, 1_000).mapToObj(i -> "m" + i).toList();
    names.forEach(sender::refuse);
    appendOne(names);
    publisher.start();
    Await.until("it is set aside", () -> journal.outboxStatus().samples().unsent() == 0 && idle());
    int asked = sender.attempts().size();
    assertTrue(asked <= 2 * InvalidAnswers.IN_A_ROW_MAX, () -> "" + asked);

    for (int i = 0; i < 5; i++) {
      appendOne(names);
      publisher.wake();
      Await.until("it is set aside", this::idle);
    }
    assertEquals(asked + 5, sender.attempts().size(), "one request each");
    assertEquals(1, messages(Level.ERROR, "calls all invalid").size());

    appendAndWake("good");
    awaitDatumsTaken(1);
    sender.refuse("m1001");
    appendOne(List.of("m1001", "m1002"));
    publisher.wake();
    awaitDatumsTaken(2);
    assertEquals(List.of("good", "m1002"), sender.takenDatums());
  }

  private boolean idle() throws JournalException {
    return requests(OutboxState.READY) + requests(OutboxState.IN_FLIGHT) == 0;
  }

  @Test
  void send_tooLarge_isSentInParts() throws JournalException {
    List<String> names = IntStream.range(0, 101).mapToObj(i -> "m" + i).toList();
    sender.takeAtMost(30);
    appendOne(names);

    publisher.start();

    awaitDatumsTaken(101);
    assertEquals(new TreeSet<>(names), new TreeSet<>(sender.takenDatums()));
    assertEquals(101, sender.takenDatums().size(), "none twice");
    Await.until("all are done", () -> requests(OutboxState.DONE) == 4);
  }

  @Test
  void send_oneDatumTooLarge_isKeptAndTriedAgain() throws JournalException {
    sender.takeAtMost(0);
    append("a");
    publisher.start();
    Await.until("it has failed", () -> publisher.status().failures() == 1);

    sender.takeAtMost(1);
    clock.advance(Duration.ofSeconds(1));
    publisher.wake();

    awaitTaken("a");
  }

  @Test
  void stop_invalidRequest_isHalvedToTheEnd() throws JournalException, InterruptedException {
    sender.refuse("m7");
    appendOne(IntStream.range(0, 16).mapToObj(i -> "m" + i).toList());
    publisher.start();

    publisher.stop(PATIENCE);

    assertEquals(15, sender.takenDatums().size());
    assertEquals(1, requests(OutboxState.QUARANTINED));
  }

  @Test
  void send_olderThanTwoWeeks_isGivenUpAndToldAndNotSent() throws JournalException {
    append("old", "old too");
    clock.advance(Duration.ofDays(14));
    appendAndWake("new", clock.instant());

    publisher.start();

    awaitTaken("new");
    assertEquals(List.of("new"), sender.attempts());
    assertEquals(2, requests(OutboxState.DEAD));
    assertEquals(1, messages(Level.ERROR, "requests=2").size());
  }

  @Test
  void send_justYoungerThanTwoWeeks_isSent() throws JournalException {
    append("old");
    clock.advance(Duration.ofDays(14).minusHours(1));

    publisher.start();

    awaitTaken("old");
  }
}
