package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** When things are full, broken, closed or wrong: bounded, counted, reported, survived. */
class TroubleTest {

  private final MemorySink sink = new MemorySink();
  private final BlockingQueue<Exception> reports = new LinkedBlockingQueue<>();

  @Test
  void kernel_withoutRoom_dropsBeyondTheBoundAndCountsEach() throws InterruptedException {
    sink.full = send -> true;
    SidestatClient client = small().build(sink);
    Await.until("open", sink::isOpen);
    Counter counter = client.counter("c");
    for (int sample = 0; sample < 100_000; sample++) {
      counter.add(sample);
    }
    ClientStats before = client.stats();
    // 8 buffers of 1432 bytes, lines of 6 bytes and more.
    assertTrue(before.samplesBuffered() <= 8 * 1432 / 6, before::toString);
    assertTrue(before.samplesDropped(DropReason.NO_ROOM) > 90_000, before::toString);
    assertNotNull(reports.poll(10, TimeUnit.SECONDS));

    sink.full = send -> false;
    client.close();
    assertSettled(client, 100_000);
    assertEquals(client.stats().samplesSent(), sink.lines().size());
    assertTrue(sink.lines().contains("c:99999|c"));
  }

  @Test
  void kernel_withoutRoomForAMoment_isTriedAgainAndNothingIsLost() {
    sink.full = send -> send <= 20;
    SidestatClient client = SidestatClient.builder().linger(Duration.ZERO).build(sink);
    client.increment("c");
    Await.until("sent", () -> client.stats().samplesSent() == 1);
    client.close();
    assertSettled(client, 1);
  }

  @Test
  void gauges_inOverload_keepTheOrderOfTheCalls() {
    sink.full = send -> send % 3 == 0;
    SidestatClient client = small().build(sink);
    Await.until("open", sink::isOpen);
    Gauge gauge = client.gauge("g");
    Timer timer = client.timer("t");
    for (int value = 0; value < 100_000; value++) {
      gauge.set(value);
      timer.recordNanos(value);
    }
    client.close();

    assertSettled(client, 200_000);
    int last = -1;
    for (String line : sink.lines()) {
      if (line.startsWith("g:")) {
        int value = Integer.parseInt(line.substring(2, line.length() - 2));
        assertTrue(value > last, last + " before " + value);
        last = value;
      }
    }
    assertEquals(99_999, last);
  }

  @Test
  void gauges_negative_areNeverSeparatedFromTheirReset() {
    try (SidestatClient client =
        SidestatClient.builder().selfMetrics(false).datagramBytesMax(64).build(sink)) {
      Gauge gauge = client.gauge("g");
      for (int value = -1; value > -1_000; value--) {
        gauge.set(value);
      }
    }
    for (String datagram : sink.datagrams()) {
      List<String> lines = UdpReceiver.linesOf(datagram);
      for (int at = 0; at < lines.size(); at += 2) {
        assertEquals("g:0|g", lines.get(at), datagram);
        assertTrue(lines.get(at + 1).startsWith("g:-"), datagram);
      }
    }
  }

  @Test
  void host_resolvedLate_getsWhatWaitedWithinTheBound() throws InterruptedException {
    sink.resolvable = false;
    SidestatClient client = small().openRetry(Duration.ofMillis(10)).build(sink);
    Counter counter = client.counter("c");
    for (int sample = 0; sample < 100_000; sample++) {
      counter.add(sample);
    }
    ClientStats before = client.stats();
    assertEquals(0, before.samplesSent());
    assertTrue(before.samplesDropped(DropReason.UNRESOLVED) > 90_000, before::toString);
    assertTrue(before.samplesBuffered() > 500, before::toString);
    Exception report = reports.poll(10, TimeUnit.SECONDS);
    assertNotNull(report);
    assertTrue(report.toString().contains("nothing can be sent yet"), report::toString);

    sink.resolvable = true;
    Await.until("sent", () -> client.stats().samplesSent() > 500);
    client.close();
    assertSettled(client, 100_000);
  }

  @Test
  void close_whileUnresolved_dropsAndCounts() {
    sink.resolvable = false;
    SidestatClient client = small().build(sink);
    client.increment("c");
    client.close();
    assertSettled(client, 1);
    assertEquals(1, client.stats().samplesDropped(DropReason.UNRESOLVED));
  }

  @Test
  void close_whileTheResolverHangs_returnsInTime() {
    CountDownLatch hanging = new CountDownLatch(1);
    SidestatClient client = SidestatClient.builder().build(new HangingSink(hanging));
    client.increment("c");
    long start = System.nanoTime();
    client.close();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    assertTrue(millis >= 1_900 && millis < 4_000, "millis=" + millis);

    hanging.countDown();
    Await.until("the thread has ended", () -> client.stats().samplesBuffered() == 0);
    assertSettled(client, 1);
  }

  private record HangingSink(CountDownLatch hanging) implements DatagramSink {

    @Override
    public void open() throws IOException {
      try {
        hanging.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new IOException("hung");
    }

    @Override
    public boolean isOpen() {
      return false;
    }

    @Override
    public boolean send(ByteBuffer datagram) {
      return false;
    }

    @Override
    public void close() {}
  }

  @Test
  void samples_afterClose_areDroppedAndCounted() {
    SidestatClient client = small().build(sink);
    client.increment("c");
    client.close();
    client.stop();
    client.increment("c");
    client.gauge("g", 4);
    assertSettled(client, 3);
    assertEquals(2, client.stats().samplesDropped(DropReason.CLOSED));
    assertEquals(List.of("c:1|c"), sink.lines());
    assertFalse(sink.isOpen());
  }

  @Test
  @SuppressWarnings("NullAway") // Callers whose compiler does not check for null pass it.
  void samples_thatCannotBeWritten_areDroppedCountedAndReported() throws InterruptedException {
    SidestatClient client = small().build(sink);
    client.gauge("g").set(Double.NaN);
    client.gauge("g", Double.NEGATIVE_INFINITY);
    client.timer("t").recordNanos(-1);
    client.timer("t").recordMillis(-0.1);
    client.timer("t").record(null);
    client.timer("t").record(Duration.ofSeconds(Long.MAX_VALUE));
    client.set("s").add(null);
    client.set("s", (String) null);
    client.increment(null);
    client.increment("");
    client.count("c", 1, 0);
    client.count("c", 1, Double.NaN);
    client.counter(null).increment();
    client.counter("c", "k").increment();
    client.counter("c", "k", null).increment();
    client.counter("c", (String[]) null).increment();
    client.gauge(null, "k", "v").set(-1);
    client.gauge("").adjust(1);
    Exception report = reports.poll(10, TimeUnit.SECONDS);
    client.close();

    assertSettled(client, 18);
    assertEquals(18, client.stats().samplesDropped(DropReason.INVALID));
    assertEquals(List.of(), sink.lines());
    assertNotNull(report);
    assertEquals(
        "a sample was dropped: expected=a finite number, found=NaN, at=g:|g", report.getMessage());
  }

  @Test
  void line_longerThanADatagram_isDroppedAndOthersArrive() {
    SidestatClient client = small().build(sink);
    client.increment("c".repeat(1_432));
    client.increment("d");
    client.close();
    assertSettled(client, 2);
    assertEquals(1, client.stats().samplesDropped(DropReason.TOO_LONG));
    assertEquals(List.of("d:1|c"), sink.lines());
  }

  @Test
  void datagram_thatIsRefused_isCountedAndTheNextOneTried() throws InterruptedException {
    sink.broken = true;
    SidestatClient client =
        SidestatClient.builder()
            .selfMetrics(false)
            .linger(Duration.ZERO)
            .errorHandler(reports::add)
            .build(sink);
    client.increment("c");
    assertNotNull(reports.poll(10, TimeUnit.SECONDS));
    sink.broken = false;
    client.increment("d");
    client.close();
    assertSettled(client, 2);
    assertEquals(1, client.stats().sendErrors());
    assertEquals(1, client.stats().samplesDropped(DropReason.SEND_FAILED));
    assertEquals(List.of("d:1|c"), sink.lines());
  }

  @Test
  void errorHandler_thatThrowsOrCloses_disturbsNobody() throws InterruptedException {
    AtomicReference<SidestatClient> client = new AtomicReference<>();
    CountDownLatch called = new CountDownLatch(1);
    client.set(
        small()
            .errorHandler(
                problem -> {
                  client.get().close();
                  called.countDown();
                  throw new AssertionError("a handler's own error");
                })
            .build(sink));
    client.get().gauge("g", Double.NaN);
    assertTrue(called.await(10, TimeUnit.SECONDS));
    client.get().close();
    assertSettled(client.get(), 1);
  }

  @Test
  void senderThread_withNothingBuffered_sleepsUntilALineComes() {
    try (SidestatClient client = SidestatClient.builder().linger(Duration.ZERO).build(sink)) {
      for (int round = 1; round <= 100; round++) {
        Await.until("asleep", () -> senderStates().contains(Thread.State.WAITING));
        client.increment("c");
        int sent = round;
        Await.until("sent", () -> client.stats().samplesSent() == sent);
      }
    }
    Await.until("ended", () -> senderStates().isEmpty());
  }

  private static List<Thread.State> senderStates() {
    List<Thread.State> states = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(Sender.THREAD_NAME)) {
        states.add(thread.getState());
      }
    }
    return states;
  }

  private SidestatClientBuilder small() {
    return SidestatClient.builder()
        .selfMetrics(false)
        .buffersMax(8)
        .linger(Duration.ofMinutes(1))
        .errorHandler(reports::add);
  }

  private static void assertSettled(SidestatClient client, long samples) {
    ClientStats stats = client.stats();
    assertEquals(samples, stats.samplesAccepted(), stats::toString);
    assertEquals(samples, stats.samplesSent() + stats.samplesDropped(), stats::toString);
  }
}
