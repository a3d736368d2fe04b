package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Short-lived programs, names that move, several clients in one process. */
class LifecycleTest {

  /** Records and returns from main without closing: run as a process of its own. */
  static final class ShortProgram {
    private ShortProgram() {}

    public static void main(String[] args) {
      SidestatClient client =
          SidestatClient.builder()
              .host("127.0.0.1")
              .port(Integer.parseInt(args[0]))
              .linger(Duration.ofMinutes(1))
              .closeAtExit(Boolean.parseBoolean(args[1]))
              .build();
      client.counter("short").increment();
    }
  }

  private static int run(int port, boolean closeAtExit) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ShortProgram.class.getName(),
                Integer.toString(port),
                Boolean.toString(closeAtExit))
            .inheritIO()
            .start();
    try {
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the program does not end");
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void program_thatEndsWithoutClosing_sendsAllIfTold() throws Exception {
    try (UdpReceiver receiver = new UdpReceiver()) {
      assertEquals(0, run(receiver.port(), true));

      assertEquals("short:1|c", receiver.datagram());
    }
  }

  /** The thread is a daemon: nothing of the client's keeps a process. */
  @Test
  void program_thatEndsWithoutClosing_ends() throws Exception {
    try (UdpReceiver receiver = new UdpReceiver()) {
      assertEquals(0, run(receiver.port(), false));
    }
  }

  @Test
  void name_thatIsOld_isResolvedAgainWhenThereIsSomethingToSend() {
    AtomicInteger resolved = new AtomicInteger();
    MemorySink memory = new MemorySink();
    DatagramSink sink =
        new DatagramSink() {
          @Override
          public void open() throws IOException {
            memory.open();
          }

          @Override
          public void resolveAgain() {
            resolved.incrementAndGet();
          }

          @Override
          public boolean isOpen() {
            return memory.isOpen();
          }

          @Override
          public boolean send(ByteBuffer datagram) throws IOException {
            return memory.send(datagram);
          }

          @Override
          public void close() {
            memory.close();
          }
        };
    try (SidestatClient client =
        SidestatClient.builder()
            .linger(Duration.ZERO)
            .resolveEvery(Duration.ofMillis(1))
            .build(sink)) {
      Counter counter = client.counter("c");
      Await.until(
          "the name was resolved again",
          () -> {
            counter.increment();
            return resolved.get() >= 3;
          });
    }
    assertTrue(memory.lines().stream().allMatch("c:1|c"::equals), () -> memory.lines().toString());
  }

  @Test
  void sink_ofAName_keepsItsSocketWhenTheNameStays() throws Exception {
    try (UdpReceiver receiver = new UdpReceiver()) {
      UdpSink sink = new UdpSink("localhost", receiver.port());
      sink.open();
      sink.resolveAgain();
      assertTrue(sink.isOpen());
      sink.close();
      sink.resolveAgain();
      assertTrue(!sink.isOpen());
    }
  }

  @Test
  void clients_inOneProcess_doNotDisturbOneAnother() throws Exception {
    try (UdpReceiver one = new UdpReceiver();
        UdpReceiver other = new UdpReceiver()) {
      SidestatClient first =
          SidestatClient.builder().host("127.0.0.1").port(one.port()).prefix("first").build();
      SidestatClient second =
          SidestatClient.builder().host("127.0.0.1").port(other.port()).prefix("second").build();
      first.counter("c").increment();
      second.counter("c").increment();
      first.close();
      second.counter("c").increment();
      second.close();

      assertEquals("first.c:1|c", one.datagram());
      assertEquals(List.of("second.c:1|c", "second.c:1|c"), UdpReceiver.linesOf(other.datagram()));
      assertEquals(2, second.stats().samplesSent());
    }
  }
}
