package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar's estimate, against what CloudWatch got. */
// @BeforeEach sets the field.
@SuppressWarnings("NullAway.Init")
final class CostIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Equal sets, a series that is a roll-up of another, one metric of two types, no tags at all. */
  private static final List<String> LINES =
      List.of(
          "RequestCount:1|c|#Endpoint:/a,StatusCode:2xx",
          "RequestCount:1|c|#Endpoint:/a,StatusCode:5xx",
          "RequestCount:1|c|#Endpoint:/b,StatusCode:2xx,Region:kr",
          "RequestCount:1|c|#Endpoint:/a",
          "ResponseTime:12|ms|#Endpoint:/a",
          "ResponseTime:12|ms|#Endpoint:/b",
          "both:1|c|#Endpoint:/a",
          "both:1|ms|#Endpoint:/a",
          "Depth:4|g|#Queue:mail",
          "Users:u1|s");

  private final FakeCloudWatch cloudWatch = FakeCloudWatch.start();
  private Path directory;

  @BeforeEach
  void use(@TempDir Path directory) {
    this.directory = directory;
  }

  @AfterEach
  void close() {
    cloudWatch.close();
  }

  @Test
  void cost_afterARunThatPublished_countsWhatCloudWatchHoldsAndReceived() throws Exception {
    int rounds = 3;
    try (SidestatProcess collector = sidestat("run", "--interval=1s").awaitListening()) {
      for (int round = 1; round <= rounds; round++) {
        send(collector.udpPort());
        collector.awaitReceived((long) round * LINES.size());
        int requests = round;
        collector.await("it is published", () -> cloudWatch.requests().size() >= requests);
      }
      JsonNode meanwhile = cost();
      assertTrue(meanwhile.at("/requests/counted").asInt() >= rounds, meanwhile::toString);
      assertEquals(0, collector.terminate());
    }

    JsonNode cost = cost();

    assertTrue(
        cloudWatch.requests().stream().allMatch(request -> request.status() == 200), "all taken");
    assertEquals(cloudWatch.requests().size(), cost.at("/requests/counted").asInt());
    Map<String, Long> held = heldByName();
    assertEquals(List.of("Depth", "RequestCount", "ResponseTime", "Users", "both"), names(held));
    assertEquals(held, metricsByName(cost));
    long all = held.values().stream().mapToLong(Long::longValue).sum();
    assertEquals(all, cost.at("/total/metrics").asLong());
    // Fewer than 10,000, so each of an average hour is at 0.30.
    double average = cost.at("/total/averageMetrics").asDouble();
    assertEquals(0.3 * average, cost.at("/total/metricDollarsPerMonth").asDouble(), 1e-9);
  }

  private static List<String> names(Map<String, Long> byName) {
    return List.copyOf(byName.keySet());
  }

  /** Exact sets of dimensions by name: CloudWatch charges for those, whatever their units. */
  private Map<String, Long> heldByName() {
    return cloudWatch.metrics().stream()
        .map(key -> Map.entry(key.namespace() + " " + key.name(), key.dimensions()))
        .distinct()
        .collect(
            Collectors.groupingBy(
                billed -> billed.getKey().split(" ", 2)[1], TreeMap::new, Collectors.counting()));
  }

  private static Map<String, Long> metricsByName(JsonNode cost) {
    Map<String, Long> metrics = new TreeMap<>();
    cost.path("metrics")
        .forEach(row -> metrics.put(row.path("metric").asText(), row.path("metrics").asLong()));
    return metrics;
  }

  private JsonNode cost() throws IOException, InterruptedException {
    try (SidestatProcess cost = sidestat("cost", "--json")) {
      assertEquals(0, cost.exitCode(), cost.stderr());
      return JSON.readTree(cost.stdout());
    }
  }

  private SidestatProcess sidestat(String... arguments) throws IOException {
    return SidestatProcess.start(
        directory,
        Map.of(
            "CLOUDWATCH_METRICS_ENABLED", "true",
            "ENVIRONMENT", "production",
            "SIDESTAT_JOURNAL_PATH", directory.resolve("journal.db").toString(),
            "SIDESTAT_LISTEN_UDP", "127.0.0.1:0",
            "SIDESTAT_ADMIN_ADDRESS", "127.0.0.1:0",
            "AWS_REGION", "ap-northeast-2",
            "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "AWS_ENDPOINT_URL", cloudWatch.endpoint().toString()),
        arguments);
  }

  private static void send(int port) throws IOException {
    byte[] datagram = String.join("\n", LINES).getBytes(StandardCharsets.UTF_8);
    try (DatagramSocket socket = new DatagramSocket()) {
      InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      socket.send(new DatagramPacket(datagram, datagram.length, target));
    }
  }
}
