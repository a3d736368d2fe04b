package io.sidestat.collector.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sidestat.collector.aggregate.Feed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From a datagram's bytes to the recorded sample nothing is allocated, in whatever dialect. */
class GoldenLinesAllocationTest {
  private static final int ROUNDS = 200;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static void send(Feed feed, List<byte[]> datagrams) {
    for (int round = 0; round < ROUNDS; round++) {
      for (byte[] datagram : datagrams) {
        feed.send(datagram);
      }
    }
  }

  @Test
  void goldenLines_ofEveryDialectOnceKnown_allocateNothing() throws IOException {
    List<byte[]> datagrams = GoldenLines.datagrams();
    Feed feed = new Feed(10_000, 0.005);
    // Series begin, stores of values and rates grow, and the compiler sees all of it.
    send(feed, datagrams);
    send(feed, datagrams);

    long before = THREADS.getCurrentThreadAllocatedBytes();
    send(feed, datagrams);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

    long samples = feed.ledger().received() / 3;
    assertTrue(samples > ROUNDS * 400L, () -> "samples=" + samples);
    assertEquals(0, allocated / samples, () -> "bytes=" + allocated + ", samples=" + samples);
  }
}
