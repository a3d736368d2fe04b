package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Over real sockets. */
class DeliveryTest {

  private static final Duration NEVER = Duration.ofMinutes(1);

  /** So many that a test's samples have room even if the sender gets no processor. */
  private static final int BUFFERS_FOR_ALL = 4_096;

  @Test
  void lines_manyOfThem_arePackedUpToTheBoundAndNeverBeyond() throws IOException {
    try (UdpReceiver receiver = new UdpReceiver()) {
      try (SidestatClient client = to(receiver).linger(NEVER).build()) {
        Counter counter = client.counter("counter.name");
        for (int sample = 0; sample < 1_000; sample++) {
          counter.add(1_000);
        }
      }
      // 19 bytes a line and a newline between two: 71 lines are 1419 bytes, 72 would be 1439.
      List<String> datagrams = receiver.datagrams(1_000);
      for (String datagram : datagrams.subList(0, datagrams.size() - 1)) {
        assertEquals(1_419, datagram.length());
      }
      assertEquals(15, datagrams.size());
    }
  }

  @Test
  void lines_thatFillADatagramToTheByte_shareIt() throws IOException {
    try (UdpReceiver receiver = new UdpReceiver()) {
      try (SidestatClient client = to(receiver).datagramBytesMax(64).linger(NEVER).build()) {
        UniqueSet set = client.set("s");
        set.add("x".repeat(27));
        set.add("y".repeat(28));
        set.add("z".repeat(60));
        set.add("z".repeat(61));
      }
      assertEquals(64, receiver.datagram().length());
      assertEquals("s:" + "z".repeat(60) + "|s", receiver.datagram());
    }
  }

  @Test
  void line_alone_isSentAfterTheLingerTime() throws IOException {
    try (UdpReceiver receiver = new UdpReceiver();
        SidestatClient client = to(receiver).linger(Duration.ofMillis(200)).build()) {
      Counter counter = client.counter("c");
      for (int round = 0; round < 3; round++) {
        long start = System.nanoTime();
        counter.increment();
        assertEquals("c:1|c", receiver.datagram());
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertTrue(millis >= 199 && millis < 2_000, "millis=" + millis);
      }
    }
  }

  @Test
  void datagram_thatIsFull_isSentAtOnce() throws IOException {
    try (UdpReceiver receiver = new UdpReceiver();
        SidestatClient client = to(receiver).linger(NEVER).build()) {
      Counter counter = client.counter("counter.name");
      for (int sample = 0; sample < 72; sample++) {
        counter.add(1_000);
      }
      assertEquals(71, receiver.lines(71).size());
      Await.until("counted as sent", () -> client.stats().samplesSent() == 71);
      assertEquals(1, client.stats().samplesBuffered());
    }
  }

  @Test
  void close_after100000Samples_hasSentThemAll() throws Exception {
    try (UdpReceiver receiver = new UdpReceiver()) {
      CompletableFuture<List<String>> lines = receiving(receiver, 100_000);
      SidestatClient client = to(receiver).buffersMax(BUFFERS_FOR_ALL).build();
      Timer timer = client.timer("t");
      for (int sample = 0; sample < 100_000; sample++) {
        timer.recordNanos(sample);
      }
      client.close();

      ClientStats stats = client.stats();
      assertEquals(100_000, stats.samplesSent(), stats::toString);
      assertEquals(100_000, new HashSet<>(join(lines)).size());
    }
  }

  @Test
  void callers_manyAtOnce_everyLineArrivesWholeExactlyOnce() throws Exception {
    int threads = 8;
    int samplesEach = 20_000;
    int samples = threads * samplesEach;
    Set<String> expected = new HashSet<>();
    try (UdpReceiver receiver = new UdpReceiver()) {
      CompletableFuture<List<String>> lines = receiving(receiver, samples);
      SidestatClient client = to(receiver).buffersMax(BUFFERS_FOR_ALL).build();
      List<Thread> callers = new ArrayList<>();
      for (int caller = 0; caller < threads; caller++) {
        Counter counter = client.counter("c" + caller);
        callers.add(
            new Thread(
                () -> {
                  for (int sample = 0; sample < samplesEach; sample++) {
                    counter.add(sample);
                  }
                }));
        for (int sample = 0; sample < samplesEach; sample++) {
          expected.add("c" + caller + ":" + sample + "|c");
        }
      }
      callers.forEach(Thread::start);
      for (Thread caller : callers) {
        caller.join();
      }
      client.close();

      assertEquals(samples, client.stats().samplesSent(), client.stats()::toString);
      List<String> arrived = join(lines);
      assertEquals(samples, arrived.size());
      assertEquals(expected, new HashSet<>(arrived));
    }
  }

  @Test
  void collector_thatStartsLate_getsWhatIsSentFromThenOn() throws IOException {
    int port;
    try (UdpReceiver reserved = new UdpReceiver()) {
      port = reserved.port();
    }
    try (SidestatClient client =
        SidestatClient.builder().host("127.0.0.1").port(port).linger(Duration.ZERO).build()) {
      Counter counter = client.counter("c");
      for (long sample = 1; sample <= 20; sample++) {
        counter.add(sample);
        long sent = sample;
        Await.until("sent into the void", () -> client.stats().samplesSent() == sent);
      }
      try (UdpReceiver receiver = new UdpReceiver(port)) {
        counter.add(21);
        counter.add(22);
        assertEquals(List.of("c:21|c", "c:22|c"), receiver.lines(2));
      }
      assertEquals(0, client.stats().sendErrors());
    }
  }

  @Test
  void caller_thatIsInterrupted_sendsAndTheSocketSurvives() throws IOException {
    try (UdpReceiver receiver = new UdpReceiver()) {
      DatagramSink callersOnly = new CallersOnlySink(new UdpSink("127.0.0.1", receiver.port()));
      SidestatClient client =
          SidestatClient.builder().buffersMax(8).linger(NEVER).build(callersOnly);
      Await.until("open", callersOnly::isOpen);
      Counter counter = client.counter("c");

      Thread.currentThread().interrupt();
      for (int sample = 0; sample < 5_000; sample++) {
        counter.add(sample);
      }
      boolean stillInterrupted = Thread.interrupted();

      assertTrue(stillInterrupted);
      ClientStats stats = client.stats();
      assertTrue(stats.datagramsSent() > 10, stats::toString);
      assertTrue(callersOnly.isOpen());
      assertEquals(0, stats.sendErrors() + stats.samplesDropped(), stats::toString);
      assertEquals((int) stats.samplesSent(), receiver.lines((int) stats.samplesSent()).size());

      Thread.currentThread().interrupt();
      client.close();
      assertTrue(Thread.interrupted());
    }
  }

  /** The real socket, but always full to the client's own thread: callers must send. */
  private static final class CallersOnlySink extends ForwardingSink {

    CallersOnlySink(DatagramSink sink) {
      super(sink);
    }

    @Override
    public boolean send(ByteBuffer datagram) throws IOException {
      return !onSendersThread() && super.send(datagram);
    }
  }

  @Test
  void host_thatCannotBeResolved_disturbsNobody() {
    long start = System.nanoTime();
    SidestatClient client = new SidestatClient("p", "no-such-host.invalid", 8125);
    client.increment("c");
    client.close();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

    assertTrue(millis < 4_000, "millis=" + millis);
    assertEquals(1, client.stats().samplesAccepted());
    assertEquals(0, client.stats().samplesSent());
  }

  private static SidestatClientBuilder to(UdpReceiver receiver) {
    return SidestatClient.builder().host("127.0.0.1").port(receiver.port()).selfMetrics(false);
  }

  private static CompletableFuture<List<String>> receiving(UdpReceiver receiver, int lineCount) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return receiver.lines(lineCount);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static List<String> join(CompletableFuture<List<String>> lines)
      throws InterruptedException, ExecutionException, TimeoutException {
    return lines.get(30, TimeUnit.SECONDS);
  }
}
