package io.sidestat.collector.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The path per sample allocates nothing: neither for known spellings nor for folded ones. */
class AllocationTest {
  private static final int SAMPLES = 200_000;

  /** What the measurement itself, and the compiler's work beside it, may cost. */
  private static final long BYTES_PER_SAMPLE_MAX = 1;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final byte[] line =
      "t:12.5|ms|#Endpoint:/api,RequestId:00000000".getBytes(StandardCharsets.UTF_8);

  /** Sends samples whose RequestId ends in a number, counted up from there and taken modulo. */
  private void send(Feed feed, int from, int modulo) {
    for (int i = from; i < from + SAMPLES; i++) {
      int number = i % modulo;
      for (int at = line.length - 1; at >= line.length - 8; at--) {
        line[at] = (byte) ('0' + number % 10);
        number /= 10;
      }
      feed.send(line);
    }
  }

  private long bytesPerSample(Feed feed, int from, int modulo) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    send(feed, from, modulo);
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / SAMPLES;
  }

  @Test
  void samples_ofKnownSpellings_allocateNothing() {
    Feed feed = new Feed(1_000, 0.005);
    send(feed, 0, 500);

    assertTrue(bytesPerSample(feed, 0, 500) < BYTES_PER_SAMPLE_MAX);
    assertEquals(2 * SAMPLES, feed.ledger().aggregated());
  }

  @Test
  void samples_ofKnownFoldedSpellings_allocateNothing() {
    Feed feed = new Feed(200, 0.005);
    send(feed, 0, 500);

    assertTrue(bytesPerSample(feed, 0, 500) < BYTES_PER_SAMPLE_MAX);
    assertEquals(2 * SAMPLES * 3L / 5, feed.ledger().folded());
  }

  @Test
  void samples_ofEndlessTagValues_allocateNothing() {
    Feed feed = new Feed(100, 0.005);
    send(feed, 0, Integer.MAX_VALUE);

    assertTrue(bytesPerSample(feed, SAMPLES, Integer.MAX_VALUE) < BYTES_PER_SAMPLE_MAX);
    assertEquals(2 * SAMPLES - 100, feed.ledger().folded());
  }
}
