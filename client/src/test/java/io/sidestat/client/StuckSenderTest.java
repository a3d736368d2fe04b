package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A thread may lose its processor in the middle of a system call: others go on. */
class StuckSenderTest {

  private static final int BUFFERS = 8;

  private final MemorySink memory = new MemorySink();
  private final CountDownLatch stuck = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  /** Memory, but the client's own thread gets stuck in its first send. */
  private final DatagramSink sink =
      new ForwardingSink(memory) {
        @Override
        public boolean send(ByteBuffer datagram) throws IOException {
          if (onSendersThread()) {
            stuck.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
          return super.send(datagram);
        }
      };

  private SidestatClient client() {
    return SidestatClient.builder()
        .buffersMax(BUFFERS)
        .linger(Duration.ZERO)
        .selfMetrics(false)
        .build(sink);
  }

  @Test
  void samples_whileTheSenderIsStuck_areSentByTheirCaller() throws InterruptedException {
    SidestatClient client = client();
    client.counter("first").increment();
    assertTrue(stuck.await(10, TimeUnit.SECONDS));
    Timer timer = client.timer("t");
    for (int sample = 0; sample < 100_000; sample++) {
      timer.recordNanos(sample);
    }
    goOn.countDown();
    client.close();

    ClientStats stats = client.stats();
    assertEquals(100_001, stats.samplesSent(), stats::toString);
    assertEquals(100_001, memory.lines().size());
  }

  @Test
  void gauges_whileTheSenderIsStuckWithOne_waitForItOrAreCounted() throws InterruptedException {
    SidestatClient client = client();
    Gauge gauge = client.gauge("g");
    gauge.set(0);
    assertTrue(stuck.await(10, TimeUnit.SECONDS));
    Timer timer = client.timer("t");
    for (int sample = 1; sample <= 2_000; sample++) {
      gauge.set(sample);
      timer.recordNanos(sample);
    }
    List<String> meanwhile = memory.lines();
    goOn.countDown();
    client.close();

    assertTrue(meanwhile.stream().noneMatch(line -> line.startsWith("g:")), meanwhile::toString);
    ClientStats stats = client.stats();
    assertEquals(4_001, stats.samplesSent() + stats.samplesDropped(), stats::toString);
    List<Integer> values =
        memory.lines().stream()
            .filter(line -> line.startsWith("g:"))
            .map(line -> Integer.parseInt(line.replaceAll("g:(\\d+)\\|g", "$1")))
            .toList();
    assertEquals(0, values.get(0));
    assertEquals(2_000, values.get(values.size() - 1));
    assertEquals(values.stream().sorted().toList(), values);
  }
}
