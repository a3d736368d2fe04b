package io.sidestat.collector.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sidestat.collector.cloudwatch.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of a resource that answers how often it was asked. */
@Timeout(30)
class RememberedAnswerTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger status = new AtomicInteger(200);
  private final ExecutorService askers = Executors.newFixedThreadPool(8);

  @AfterEach
  void close() {
    askers.shutdownNow();
  }

  private RememberedAnswer remembering(AdminResource resource) {
    return new RememberedAnswer(resource, Duration.ofSeconds(5), now::get);
  }

  private RememberedAnswer counting() {
    return remembering(
        query -> AdminReply.text(status.get(), Integer.toString(asked.incrementAndGet())));
  }

  private static AdminQuery query(String raw) {
    return AdminQuery.of(Optional.of(raw), Set.of("a", "b"));
  }

  private static String answer(AdminResource resource, String query) throws Exception {
    return new String(resource.get(query(query)).body(), StandardCharsets.UTF_8);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void get_withinTheAge_isTheSameAnswer() throws Exception {
    RememberedAnswer remembered = counting();

    assertEquals("1", answer(remembered, "a=1&b=2"));
    pass(Duration.ofMillis(4_999));
    assertEquals("1", answer(remembered, "b=2&a=1"));
    pass(Duration.ofMillis(1));
    assertEquals("2", answer(remembered, "a=1&b=2"));
  }

  @Test
  void get_otherParameters_isAnotherAnswer() throws Exception {
    RememberedAnswer remembered = counting();

    assertEquals("1", answer(remembered, "a=1"));
    assertEquals("2", answer(remembered, "a=2"));
    assertEquals("1", answer(remembered, "a=1"));
  }

  @Test
  void get_moreThanEightKinds_forgetsTheFirst() throws Exception {
    RememberedAnswer remembered = counting();
    for (int i = 1; i <= RememberedAnswer.ANSWERS_MAX + 1; i++) {
      assertEquals(Integer.toString(i), answer(remembered, "a=" + i));
    }

    assertEquals("9", answer(remembered, "a=9"));
    assertEquals("2", answer(remembered, "a=2"));
    assertEquals("10", answer(remembered, "a=1"));
  }

  @Test
  void get_notOk_isNotRemembered() throws Exception {
    RememberedAnswer remembered = counting();
    status.set(503);
    assertEquals("1", answer(remembered, ""));

    status.set(200);
    assertEquals("2", answer(remembered, ""));
    assertEquals("2", answer(remembered, ""));
  }

  @Test
  void get_tooLarge_isNotRemembered() throws Exception {
    RememberedAnswer remembered =
        remembering(
            query -> {
              int bytes =
                  RememberedAnswer.ANSWER_BYTES_MAX + (asked.incrementAndGet() == 1 ? 1 : 0);
              return AdminReply.text(200, "x".repeat(bytes));
            });

    for (int i = 0; i < 3; i++) {
      remembered.get(query(""));
    }

    assertEquals(2, asked.get());
  }

  @Test
  void get_failure_isToldAsItIsAndNotRemembered() throws Exception {
    RememberedAnswer remembered =
        remembering(
            query -> {
              if (asked.incrementAndGet() == 1) {
                throw new IllegalArgumentException("no such time");
              }
              return AdminReply.text(200, "well");
            });

    Exception told = assertThrows(IllegalArgumentException.class, () -> remembered.get(query("")));

    assertEquals("no such time", told.getMessage());
    assertEquals("well", answer(remembered, ""));
  }

  @Test
  void get_whileItIsBeingMade_waitsForItAndMakesNoOther() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    RememberedAnswer remembered =
        remembering(
            query -> {
              int count = asked.incrementAndGet();
              go.await();
              return AdminReply.text(200, Integer.toString(count));
            });
    AtomicInteger asking = new AtomicInteger();
    List<Future<String>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      answers.add(
          askers.submit(
              () -> {
                asking.incrementAndGet();
                return answer(remembered, "a=1");
              }));
    }
    Await.until("all ask", () -> asking.get() == 8 && asked.get() == 1);
    // However long it takes to make, it is not old before it is made.
    pass(Duration.ofMinutes(1));
    go.countDown();

    for (Future<String> answer : answers) {
      assertEquals("1", answer.get(10, TimeUnit.SECONDS));
    }
    assertEquals(1, asked.get());
  }

  @Test
  void get_otherParametersWhileOneIsBeingMade_doesNotWait() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    RememberedAnswer remembered =
        remembering(
            query -> {
              if (query.one("a").isPresent()) {
                go.await();
              }
              return AdminReply.text(200, "made");
            });
    Future<String> slow = askers.submit(() -> answer(remembered, "a=1"));

    assertEquals("made", answer(remembered, "b=1"));

    go.countDown();
    assertEquals("made", slow.get(10, TimeUnit.SECONDS));
  }
}
