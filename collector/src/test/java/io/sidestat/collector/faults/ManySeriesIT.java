package io.sidestat.collector.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.collector.cli.SidestatProcess;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.HeldMetric;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A million new series in less than a minute, in a heap of 128 MB. */
class ManySeriesIT {
  private static final int SERIES = 1_000_000;
  private static final int PER_DATAGRAM = 25;
  private static final long PAUSE_NANOS = 150_000;

  @TempDir Path directory = Path.of("");

  @Test
  void run_aMillionNewSeriesInAMinute_staysWithinItsMemoryAndItsTotalsAreExact() throws Exception {
    try (FakeCloudWatch cloudWatch = FakeCloudWatch.start();
        SidestatProcess collector =
            SidestatProcess.start(
                directory,
                Map.of(
                    "JAVA_TOOL_OPTIONS", "-Xmx128m",
                    "CLOUDWATCH_METRICS_ENABLED", "true",
                    "AWS_REGION", "ap-northeast-2",
                    "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                    "AWS_SECRET_ACCESS_KEY", "secret",
                    "AWS_ENDPOINT_URL", cloudWatch.endpoint().toString()),
                "run",
                "--listen-udp=127.0.0.1:0",
                "--admin-address=127.0.0.1:0",
                "--rollups=none",
                "--journal-path=" + directory.resolve("journal.db"))) {
      collector.awaitListening();
      long datagrams = send(collector.udpPort());

      collector.await(
          "all is read", () -> datagrams(collector) + kernelDrops(collector) >= datagrams);
      JsonNode status = collector.status();
      JsonNode ledger = status.path("ledger");
      long received = ledger.path("received").asLong();
      assertEquals(received, ledger.path("aggregated").asLong() + ledger.path("folded").asLong());
      assertTrue(status.path("liveSeries").asInt() <= 10_000, status::toString);
      assertEquals(0, collector.terminate(), collector::toString);

      double published =
          cloudWatch.metrics().stream()
              .map(cloudWatch::metric)
              .map(HeldMetric::statistics)
              .mapToDouble(statistics -> statistics.sum())
              .sum();
      assertEquals(received, Math.round(published));
      assertTrue(received > SERIES / 2, "received: " + received);
    }
  }

  private static long send(int port) throws IOException {
    long datagrams = 0;
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int first = 0; first < SERIES; first += PER_DATAGRAM) {
        StringBuilder lines = new StringBuilder();
        for (int i = first; i < first + PER_DATAGRAM; i++) {
          lines.append("jobs:1|c|#id:").append(i).append('\n');
        }
        byte[] bytes = lines.toString().getBytes(StandardCharsets.US_ASCII);
        socket.send(
            new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
        datagrams++;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return datagrams;
  }

  private static long datagrams(SidestatProcess collector) throws Exception {
    return collector.status().path("ledger").path("datagrams").asLong();
  }

  private static long kernelDrops(SidestatProcess collector) throws Exception {
    return collector.status().path("listeners").path(0).path("kernelDrops").asLong();
  }
}
