package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.client.Counter;
import io.sidestat.client.SidestatClient;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that numbers its samples, and a way to the collector that loses some. */
final class LossOnTheWayIT {
  private static final int SAMPLES = 5_000;
  private static final int EACH_LOST = 7;

  @TempDir private Path directory;

  /** Passes datagrams on, but for each seventh; not among the first or the last ones. */
  private static final class LossyWay implements AutoCloseable {
    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final SocketAddress target;
    private final AtomicLong samplesLost = new AtomicLong();
    private final AtomicLong samplesPassed = new AtomicLong();

    LossyWay(int port) throws SocketException {
      target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      Thread thread = new Thread(this::run, "lossy-way");
      thread.setDaemon(true);
      thread.start();
    }

    private void run() {
      DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
      try {
        for (int datagram = 1; !socket.isClosed(); datagram++) {
          packet.setLength(2_048);
          socket.receive(packet);
          String text =
              new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
          long samples = text.lines().filter(line -> line.startsWith("c:")).count();
          if (datagram % EACH_LOST == 0 && samplesPassed.get() < SAMPLES * 3 / 4) {
            samplesLost.addAndGet(samples);
          } else {
            socket.send(new DatagramPacket(packet.getData(), packet.getLength(), target));
            samplesPassed.addAndGet(samples);
          }
        }
      } catch (IOException e) {
        // The test is over.
        return;
      }
    }

    @Override
    public void close() {
      socket.close();
    }
  }

  @Test
  void samples_lostOnTheWay_areCountedToTheSample() throws Exception {
    try (SidestatProcess collector = start();
        LossyWay way = new LossyWay(collector.udpPort())) {
      try (SidestatClient client =
          SidestatClient.builder()
              .host("127.0.0.1")
              .port(way.socket.getLocalPort())
              .sequenceLines(true)
              .linger(Duration.ZERO)
              .datagramBytesMax(256)
              .build()) {
        Counter counter = client.counter("c");
        for (int sample = 0; sample < SAMPLES; sample++) {
          counter.increment();
        }
      }
      collector.await(
          "all is passed or lost",
          () -> way.samplesLost.get() + way.samplesPassed.get() == SAMPLES);
      collector.awaitReceived(SAMPLES - way.samplesLost.get());

      JsonNode sequences = collector.status().path("sequences");
      assertEquals(
          way.samplesLost.get(), sequences.path("samplesLost").asLong(), sequences::toString);
      assertEquals(1, sequences.path("clients").asLong());
      assertEquals(0, collector.status().path("ledger").path("rejected").asLong());
      assertEquals(0, collector.terminate(), collector.stderr());
    }
  }

  private SidestatProcess start() throws Exception {
    return SidestatProcess.start(
            directory,
            Map.of(),
            "run",
            "--interval=1s",
            "--listen-udp=127.0.0.1:0",
            "--admin-address=127.0.0.1:0",
            "--journal-path=" + directory.resolve("journal.db"))
        .awaitListening();
  }
}
