package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Recording a request allocates nothing, be its endpoint kept or one too many. */
class HttpMetricsAllocationTest {

  private static final int REQUESTS = 200_000;

  /** What the measurement itself, and the compiler's work beside it, may cost. */
  private static final double BYTES_PER_REQUEST_MAX = 0.1;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Takes everything and keeps nothing. */
  private static final class NullSink implements DatagramSink {
    private volatile boolean open;

    @Override
    public void open() {
      open = true;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public boolean send(ByteBuffer datagram) {
      datagram.position(datagram.limit());
      return true;
    }

    @Override
    public void close() {
      open = false;
    }
  }

  private final NullSink sink = new NullSink();
  private final SidestatClient client = SidestatClient.builder().buffersMax(8).build(sink);
  private final HttpMetrics metrics = HttpMetrics.of(client, 50);
  private final List<String> endpoints = new ArrayList<>();

  HttpMetricsAllocationTest() {
    for (int number = 0; number < 100; number++) {
      endpoints.add("/endpoints/" + number);
    }
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void recordNanos_ofKeptEndpoints_allocatesNothing() {
    recordNanos(0);

    assertAllocatesNothing(() -> recordNanos(0));
  }

  @Test
  void recordNanos_ofFoldedEndpoints_allocatesNothing() {
    recordNanos(0);
    recordNanos(50);

    assertAllocatesNothing(() -> recordNanos(50));
  }

  @Test
  void record_ofDurations_allocatesNothing() {
    Duration duration = Duration.ofNanos(1_234_567);
    Runnable requests =
        () -> {
          for (int request = 0; request < REQUESTS; request++) {
            metrics.record(endpoints.get(request % 50), 500, duration);
          }
        };
    requests.run();

    assertAllocatesNothing(requests);
  }

  private void recordNanos(int from) {
    for (int request = 0; request < REQUESTS; request++) {
      metrics.recordNanos(endpoints.get(from + request % 50), 100 + request % 500, 1_234_567);
    }
  }

  private void assertAllocatesNothing(Runnable requests) {
    Await.until("open", sink::isOpen);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    requests.run();
    double bytes = THREADS.getCurrentThreadAllocatedBytes() - before;

    assertTrue(bytes / REQUESTS < BYTES_PER_REQUEST_MAX, () -> "bytes=" + bytes);
    assertEquals(0, client.stats().samplesDropped(DropReason.INVALID));
  }
}
