package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The bound of the endpoints, on many threads. */
class HttpMetricsConcurrencyTest {

  @Test
  void endpoints_newOnManyThreadsAtOnce_keepTheBoundAndAllTheirRequests() throws Exception {
    MemorySink sink = new MemorySink();
    SidestatClient many = SidestatClient.builder().buffersMax(4_096).build(sink);
    HttpMetrics metrics = HttpMetrics.of(many, 50);
    List<Thread> threads = new ArrayList<>();
    for (int number = 0; number < 8; number++) {
      Thread thread =
          new Thread(
              () -> {
                for (int request = 0; request < 5_000; request++) {
                  metrics.recordNanos("/e" + request % 100, 200, 0);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    many.close();
    assertEquals(80_000, many.stats().samplesSent());

    Map<String, Integer> lines = new HashMap<>();
    sink.lines().forEach(line -> lines.merge(line, 1, Integer::sum));
    assertEquals(2 * 51, lines.size(), lines::toString);
    lines.forEach(
        (line, count) -> assertEquals(line.contains("__other__") ? 20_000 : 400, count, line));
  }

  @Test
  void lastPlace_wantedByTwoThreadsAtOnce_isGivenOnce() throws Exception {
    int rounds = 2_000;
    MemorySink sink = new MemorySink();
    SidestatClient both = SidestatClient.builder().buffersMax(4_096).build(sink);
    AtomicReference<HttpMetrics> metrics = new AtomicReference<>();
    CyclicBarrier start = new CyclicBarrier(2, () -> metrics.set(HttpMetrics.of(both, 1)));
    CompletableFuture<Void> other = CompletableFuture.runAsync(() -> race(start, metrics, rounds));
    race(start, metrics, rounds);
    other.get(10, TimeUnit.SECONDS);
    both.close();

    assertEquals(4L * rounds, both.stats().samplesSent());
    String folded = "ResponseTime:0|ms|#Endpoint:__other__";
    assertEquals(rounds, Collections.frequency(sink.lines(), folded));
  }

  /** Records a request to an endpoint of this thread's own when the other thread does, too. */
  private static void race(CyclicBarrier start, AtomicReference<HttpMetrics> metrics, int rounds) {
    String endpoint = "/" + Thread.currentThread().getId();
    try {
      for (int round = 0; round < rounds; round++) {
        start.await(10, TimeUnit.SECONDS);
        metrics.get().recordNanos(endpoint, 200, 0);
      }
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
