package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Recording allocates nothing on the threads that record, however many there are. */
class ClientAllocationTest {

  private static final int SAMPLES = 200_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Takes everything and keeps nothing. */
  private static final class Nowhere implements DatagramSink {
    @Override
    public void open() {}

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean send(ByteBuffer datagram) {
      return true;
    }

    @Override
    public void close() {}
  }

  /** What to record, of the sample of that number. */
  private interface Recording {
    void record(int number);
  }

  private static long bytesPerSample(Recording recording) {
    for (int number = 0; number < SAMPLES; number++) {
      recording.record(number);
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int number = 0; number < SAMPLES; number++) {
      recording.record(number);
    }
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / SAMPLES;
  }

  private static SidestatClient client() {
    // Few buffers, so that the warm-up has made all there are.
    return SidestatClient.builder()
        .buffersMax(8)
        .linger(Duration.ofSeconds(1))
        .build(new Nowhere());
  }

  @Test
  void timer_withThreeTags_allocatesNothing() {
    try (SidestatClient client = client()) {
      Timer timer = client.timer("ResponseTime", "a", "1", "b", "2", "c", "3");
      Timer sampled = timer.sampleRate(0.5);
      Timer packed = timer.packed();

      assertEquals(0, bytesPerSample(number -> timer.recordNanos(1_000L * number)));
      assertEquals(0, bytesPerSample(number -> timer.recordMillis(number / 8.0)));
      assertEquals(0, bytesPerSample(number -> timer.recordMillis(number / 7.0)));
      assertEquals(0, bytesPerSample(number -> timer.recordMillis(Math.sqrt(number) / 1e6)));
      assertEquals(0, bytesPerSample(number -> sampled.recordNanos(1_000L * number)));
      assertEquals(0, bytesPerSample(number -> packed.recordNanos(1_000L * number)));
    }
  }

  @Test
  void counterAndGauge_withThreeTags_allocateNothing() {
    try (SidestatClient client = client()) {
      Counter counter = client.counter("RequestCount", "a", "1", "b", "2", "c", "3");
      Gauge gauge = client.gauge("Depth", "a", "1", "b", "2", "c", "3");

      assertEquals(0, bytesPerSample(number -> counter.increment()));
      assertEquals(0, bytesPerSample(number -> gauge.set(number)));
    }
  }

  @Test
  void timer_onTwoThreads_allocatesNothing() throws InterruptedException {
    try (SidestatClient client = client()) {
      Timer timer = client.timer("ResponseTime", "a", "1", "b", "2", "c", "3");
      AtomicLong bytes = new AtomicLong();
      CountDownLatch ended = new CountDownLatch(2);
      Runnable work =
          () -> {
            bytes.addAndGet(bytesPerSample(number -> timer.recordNanos(1_000L * number)));
            ended.countDown();
          };
      new Thread(work).start();
      new Thread(work).start();
      ended.await();

      assertEquals(0, bytes.get());
    }
  }
}
