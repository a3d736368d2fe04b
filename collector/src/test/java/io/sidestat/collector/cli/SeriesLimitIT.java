package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.MetricKey;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.model.Offender;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar under a tag that explodes. */
final class SeriesLimitIT {
  private static final int LIMIT = 20;
  private static final int REQUESTS = 5_000;

  /** So many at a time are awaited, so that no socket buffer overflows. */
  private static final int REQUESTS_A_STEP = 250;

  @Test
  void run_tagWithEndlessValues_boundsTheMetricsAndKeepsTheSums(@TempDir Path directory)
      throws Exception {
    try (FakeCloudWatch cloudWatch = FakeCloudWatch.start();
        SidestatProcess collector = start(directory, cloudWatch)) {
      send(collector);

      JsonNode series = collector.status().path("series");
      assertEquals(LIMIT, series.path("live").asInt());
      assertEquals(LIMIT, series.path("limit").asInt());
      assertEquals(10_000, series.path("newPerMinute").asInt());
      assertEquals(1, series.path("other").asInt());
      assertEquals(LIMIT, collector.status().path("liveSeries").asInt());
      collector.await(
          "the offender is told",
          () -> offender(collector.status()).path("dimension").asText().equals("RequestId"));
      JsonNode offender = offender(collector.status());
      assertEquals("ResponseTime", offender.path("metric").asText());
      // 80 spellings are kept; what came after those was folded without being looked at.
      assertTrue(offender.path("values").asInt() >= 80, offender::toString);
      assertTrue(offender.path("atLeast").asBoolean(), offender::toString);

      assertEquals(0, collector.terminate());
      assertSums(cloudWatch);
      assertEquals(1, collector.stderrLines("series limit reached"), collector.stderr());
      assertEquals(
          1,
          collector.stderrLines("most values: ResponseTime by RequestId (at least "),
          collector.stderr());
      assertEquals(1, collector.stderrLines("go to __other__"), collector.stderr());
      assertTrue(
          collector
              .stderr()
              .contains(
                  "received=%d, aggregated=%d, folded=%d, rejected=0, skipped=0, refused=0"
                      .formatted(REQUESTS, LIMIT, REQUESTS - LIMIT)),
          collector.stderr());
    }
    try (JournalReader reader = JournalReader.open(directory.resolve("journal.db"))) {
      Offender first = reader.offenders().get(0);
      assertEquals("ResponseTime", first.metric());
      assertEquals("RequestId", first.dimension());
    }
  }

  private static JsonNode offender(JsonNode status) {
    return status.path("series").path("offenders").path(0);
  }

  private static SidestatProcess start(Path directory, FakeCloudWatch cloudWatch) throws Exception {
    return SidestatProcess.start(
            directory,
            Map.of(
                "CLOUDWATCH_METRICS_ENABLED", "true",
                "ENVIRONMENT", "production",
                "AWS_REGION", "ap-northeast-2",
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_ENDPOINT_URL", cloudWatch.endpoint().toString()),
            "run",
            "--interval=1s",
            "--series-limit=" + LIMIT,
            "--rollups=none",
            "--listen-udp=127.0.0.1:0",
            "--admin-address=127.0.0.1:0",
            "--journal-path=" + directory.resolve("journal.db"))
        .awaitListening();
  }

  private static void send(SidestatProcess collector) throws Exception {
    int port = collector.udpPort();
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < REQUESTS; i++) {
        byte[] line =
            "ResponseTime:%d|ms|#Endpoint:/x,RequestId:%d"
                .formatted(i, i)
                .getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(line, line.length, InetAddress.getLoopbackAddress(), port));
        if ((i + 1) % REQUESTS_A_STEP == 0) {
          collector.awaitReceived(i + 1);
        }
      }
    }
  }

  private static void assertSums(FakeCloudWatch cloudWatch) {
    Set<MetricKey> metrics = cloudWatch.metrics();
    assertEquals(LIMIT + 1, metrics.size());
    Set<Map<String, String>> other =
        metrics.stream()
            .map(MetricKey::dimensions)
            .filter(dimensions -> dimensions.containsValue("__other__"))
            .collect(Collectors.toSet());
    assertEquals(
        Set.of(
            Map.of("Endpoint", "__other__", "RequestId", "__other__", "Environment", "production")),
        other);
    List<Double> counts =
        metrics.stream().map(key -> cloudWatch.metric(key).statistics().count()).toList();
    List<Double> sums =
        metrics.stream().map(key -> cloudWatch.metric(key).statistics().sum()).toList();
    assertEquals(REQUESTS, counts.stream().mapToDouble(Double::doubleValue).sum());
    assertEquals(
        REQUESTS * (REQUESTS - 1) / 2.0, sums.stream().mapToDouble(Double::doubleValue).sum());
  }
}
