package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar that takes samples from some networks only. */
final class AllowedSourcesIT {
  @TempDir private Path directory = Path.of("");

  private SidestatProcess run(String allow) throws IOException {
    return SidestatProcess.start(
            directory,
            Map.of("SIDESTAT_LISTEN_ALLOW", allow),
            "run",
            "--listen-udp=127.0.0.1:0",
            "--admin-address=127.0.0.1:0")
        .awaitListening();
  }

  private static void send(SidestatProcess collector, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(
          new DatagramPacket(
              bytes, bytes.length, InetAddress.getLoopbackAddress(), collector.udpPort()));
    }
  }

  @Test
  void run_datagramsFromElsewhere_areInTheStatusAndOnceInTheLog() throws Exception {
    try (SidestatProcess collector = run("10.0.0.0/8")) {
      collector.await(
          "loopback is warned of",
          () -> collector.stderrLines("no loopback network is in it") == 1);
      send(collector, "jobs:1|c");
      send(collector, "jobs:1|c");

      collector.await(
          "both are refused", () -> listener(collector).path("refusedDatagrams").asLong() == 2);
      collector.await("it is said", () -> collector.stderrLines("datagrams refused") == 1);

      assertEquals("127.0.0.1", listener(collector).path("lastRefusedFrom").asText());
      assertEquals(0, listener(collector).path("datagrams").asLong());
      assertEquals(0, listener(collector).path("refusedConnections").asLong());
      assertEquals(0, collector.status().path("ledger").path("received").asLong());
      assertTrue(collector.stderr().contains(", from=127.0.0.1, listener=udp:127.0.0.1:"));
      assertEquals(0, collector.terminate());
      assertEquals(1, collector.stderrLines("datagrams refused"));
    }
  }

  @Test
  void run_datagramsOfThisHostWithLoopbackAllowed_areTaken() throws Exception {
    try (SidestatProcess collector = run("10.0.0.0/8,127.0.0.0/8")) {
      send(collector, "jobs:1|c");

      collector.awaitReceived(1);
      assertEquals(0, listener(collector).path("refusedDatagrams").asLong());
      assertEquals(0, collector.terminate());
      assertEquals(0, collector.stderrLines(" WARN "), collector.stderr());
    }
  }

  private static JsonNode listener(SidestatProcess collector)
      throws IOException, InterruptedException {
    return collector.status().path("listeners").path(0);
  }
}
