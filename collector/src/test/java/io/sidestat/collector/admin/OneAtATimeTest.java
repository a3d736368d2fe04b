package io.sidestat.collector.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OneAtATimeTest {
  private static final AdminQuery QUERY = AdminQuery.of(Optional.empty(), Set.of());

  private final ExecutorService askers = Executors.newFixedThreadPool(8);

  @AfterEach
  void close() {
    askers.shutdownNow();
  }

  @Test
  void get_manyAsk_neverMakesTwoAtATime() throws Exception {
    OneAtATime turns = new OneAtATime(Duration.ofSeconds(20));
    AtomicInteger making = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AdminResource resource =
        query -> {
          most.accumulateAndGet(making.incrementAndGet(), Math::max);
          LockSupport.parkNanos(10_000);
          making.decrementAndGet();
          return AdminReply.text(200, "made");
        };
    List<AdminResource> both = List.of(turns.of(resource), turns.of(resource));
    List<Future<AdminReply>> answers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      AdminResource one = both.get(i % 2);
      answers.add(askers.submit(() -> one.get(QUERY)));
    }

    for (Future<AdminReply> answer : answers) {
      assertEquals(200, answer.get(20, TimeUnit.SECONDS).status());
    }
    assertEquals(1, most.get());
  }

  @Test
  void get_noTurnInTime_isBusyAndTheNextIsAnswered() throws Exception {
    OneAtATime turns = new OneAtATime(Duration.ofMillis(20));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AdminResource slow =
        turns.of(
            query -> {
              begun.countDown();
              go.await();
              return AdminReply.text(200, "slow");
            });
    AdminResource quick = turns.of(query -> AdminReply.text(200, "quick"));
    Future<AdminReply> answer = askers.submit(() -> slow.get(QUERY));
    begun.await();

    Exception told = assertThrows(BusyException.class, () -> quick.get(QUERY));

    assertEquals("the collector is making other answers; ask again in a second", told.getMessage());
    go.countDown();
    assertEquals(200, answer.get(10, TimeUnit.SECONDS).status());
    assertEquals(200, quick.get(QUERY).status());
  }

  @Test
  void get_failure_givesTheTurnOn() throws Exception {
    OneAtATime turns = new OneAtATime(Duration.ZERO);
    AdminResource failing =
        turns.of(
            query -> {
              throw new IllegalStateException("no");
            });

    assertThrows(IllegalStateException.class, () -> failing.get(QUERY));
    assertThrows(IllegalStateException.class, () -> failing.get(QUERY));
  }
}
