package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.MetricKey;
import io.sidestat.collector.model.StatisticSet;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules in a real collector: datagrams in, what CloudWatch and the journal hold out. */
final class MappingIT {
  private static final String RULES =
      """
      namespace: ReFit/AI
      rollups: [[Endpoint], []]
      publish_original: false
      rules:
        - match: api.*.*.latency
          name: ResponseTime
          unit: Milliseconds
          sent_in: Seconds
          resolution: high
          dimensions: {Endpoint: /$1, Method: $2}
          remove: [pod]
        - match: debug.**
          drop: true
      """;

  private static final String[] LINES = {
    "api.users.get.latency:0.123|d|#pod:p1",
    "api.users.get.latency:0.123|d|#pod:p2",
    "api.users.put.latency:0.2|d",
    "debug.heap:1|g",
    "größe:1|c"
  };

  @Test
  void run_withRules_publishesWhatTheyMake(@TempDir Path directory) throws Exception {
    Path rules = Files.writeString(directory.resolve("sidestat.yaml"), RULES);
    String journal = "--journal-path=" + directory.resolve("journal.db");
    try (FakeCloudWatch cloudWatch = FakeCloudWatch.start();
        SidestatProcess collector =
            SidestatProcess.start(
                    directory,
                    Map.of(
                        "CLOUDWATCH_METRICS_ENABLED", "true",
                        "ENVIRONMENT", "production",
                        "AWS_REGION", "ap-northeast-2",
                        "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                        "AWS_SECRET_ACCESS_KEY", "secret",
                        "AWS_ENDPOINT_URL", cloudWatch.endpoint().toString()),
                    "run",
                    "--config=" + rules,
                    "--listen-udp=127.0.0.1:0",
                    "--admin-address=127.0.0.1:0",
                    journal)
                .awaitListening()) {
      send(collector.udpPort());
      collector.awaitReceived(LINES.length);
      assertStatus(collector.status());

      assertEquals(0, collector.terminate());

      MetricKey byEndpoint = timer(Map.of("Endpoint", "/users"));
      MetricKey whole = timer(Map.of());
      MetricKey mended = new MetricKey("ReFit/AI", "gr__e", "Count", Map.of());
      assertEquals(Set.of(byEndpoint, whole, mended), cloudWatch.metrics());
      StatisticSet held = cloudWatch.metric(byEndpoint).statistics();
      assertEquals(3, held.count());
      assertEquals(123, held.min());
      assertEquals(200, held.max());
      assertEquals(1, cloudWatch.metric(whole).datums().get(0).storageResolutionSeconds());
      // The rest of the line depends on what the process's locale can print.
      assertEquals(1, collector.stderrLines("names mended: count=1, last=\"gr"));
    }
    assertJournalHoldsTheOriginals(directory, journal);
  }

  private static void assertStatus(JsonNode status) {
    assertEquals(4, status.at("/ledger/aggregated").asLong());
    assertEquals(1, status.at("/ledger/skipped").asLong());
    assertEquals(5, status.at("/ledger/received").asLong());
    assertEquals(1, status.at("/mendedNames/count").asLong());
    assertEquals("größe:1|c", status.at("/mendedNames/last").asText());
  }

  private static void assertJournalHoldsTheOriginals(Path directory, String journal)
      throws Exception {
    try (SidestatProcess query =
        SidestatProcess.start(
            directory, Map.of(), "query", "ResponseTime", "--by", "Method", journal)) {
      assertEquals(0, query.exitCode(), query.stderr());
      assertTrue(query.stdout().contains("get"), query.stdout());
      assertTrue(query.stdout().contains("put"), query.stdout());
    }
  }

  private static MetricKey timer(Map<String, String> dimensions) {
    return new MetricKey("ReFit/AI", "ResponseTime", "Milliseconds", dimensions);
  }

  private static void send(int port) throws Exception {
    try (DatagramSocket socket = new DatagramSocket()) {
      for (String line : LINES) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        socket.send(
            new DatagramPacket(
                bytes,
                bytes.length,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
      }
    }
  }
}
