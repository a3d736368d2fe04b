package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** However the client's own thread is held up, close ends in time with every sample counted. */
class ClosingTest {

  private final MemorySink memory = new MemorySink();
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  private void hang() {
    hanging.countDown();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Memory, with a name server that does not answer a second time. */
  private final DatagramSink hangingResolver =
      new ForwardingSink(memory) {
        @Override
        public void resolveAgain() {
          hang();
        }
      };

  private static void assertCounted(SidestatClient client, long sent) {
    ClientStats stats = client.stats();
    assertEquals(0, stats.samplesBuffered(), stats::toString);
    assertEquals(sent, stats.samplesSent(), stats::toString);
  }

  @Test
  void close_whileTheNameServerHangs_sendsWhatIsThere() throws InterruptedException {
    SidestatClient client =
        SidestatClient.builder()
            .linger(Duration.ofMillis(10))
            .resolveEvery(Duration.ofMillis(1))
            .build(hangingResolver);
    client.increment("first");
    assertTrue(hanging.await(10, TimeUnit.SECONDS));
    for (int sample = 1; sample < 1_000; sample++) {
      client.increment("c");
    }
    client.close();

    assertCounted(client, 1_000);
    assertEquals(1_000, memory.lines().size());
    goOn.countDown();
  }

  @Test
  void close_whileTheErrorHandlerHangs_sendsWhatIsThere() throws InterruptedException {
    SidestatClient client =
        SidestatClient.builder()
            .selfMetrics(false)
            .linger(Duration.ofMinutes(1))
            .errorHandler(problem -> hang())
            .build(memory);
    Await.until("open", memory::isOpen);
    client.gauge("g", Double.NaN);
    assertTrue(hanging.await(10, TimeUnit.SECONDS));
    client.increment("c");
    client.close();

    assertCounted(client, 1);
    goOn.countDown();
  }

  @Test
  void close_whileTheKernelTakesNothing_hasCountedAllWhenItReturns() {
    memory.full = send -> true;
    SidestatClient client =
        SidestatClient.builder().selfMetrics(false).linger(Duration.ofMinutes(1)).build(memory);
    Await.until("open", memory::isOpen);
    Gauge gauge = client.gauge("g");
    for (int sample = 0; sample < 20_000; sample++) {
      gauge.set(sample);
    }
    long start = System.nanoTime();
    client.close();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

    assertTrue(millis < 4_000, "millis=" + millis);
    assertCounted(client, 0);
  }
}
