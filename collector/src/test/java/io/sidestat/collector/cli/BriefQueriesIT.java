package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.HeldMetric;
import io.sidestat.collector.cloudwatch.MetricKey;
import io.sidestat.collector.model.StatisticSet;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a team with the settings in its {@code .env} file and the default roll-ups asks of
 * CloudWatch, query by query, each under its exact set of dimensions. One run of the packaged jar
 * answers all queries; the truth stands beside the traffic in {@link #apis}.
 */
final class BriefQueriesIT {
  private static final String NAMESPACE = "ReFit/AI";
  private static final String ENV_FILE =
      """
      CLOUDWATCH_METRICS_ENABLED=true
      ENVIRONMENT=production
      AWS_REGION=ap-northeast-2
      """;

  private static final double SLO_PERCENT = 99;

  /** The default of {@code accuracy}. */
  private static final double ACCURACY = 0.005;

  private static final FakeCloudWatch CLOUD_WATCH = FakeCloudWatch.start();

  /**
   * An endpoint and its requests. The k-th fastest of them takes {@code baseMillis + k *
   * stepMillis}: eighths of a millisecond, so that their sums are exact in a double, and too many
   * different ones to be published as they are. Neither 3xx nor 4xx may move an availability.
   *
   * @param p95Millis by nearest rank: of 742 requests the 705th, of 425 the 404th, of 310 the 295th
   * @param sumMillis requests * base + step * requests * (requests + 1) / 2
   */
  private record Api(
      String endpoint,
      Map<String, Integer> requestsByStatus,
      double baseMillis,
      double stepMillis,
      double p95Millis,
      double sumMillis,
      double availabilityPercent,
      double budgetBurnedPercent) {
    int requests() {
      return requestsByStatus.values().stream().mapToInt(Integer::intValue).sum();
    }

    int requests(String status) {
      return requestsByStatus.getOrDefault(status, 0);
    }

    double latencyMillis(int rank) {
      return baseMillis + rank * stepMillis;
    }

    @Override
    public String toString() {
      return endpoint;
    }
  }

  static List<Api> apis() {
    var recommendations = Map.of("2xx", 693, "3xx", 12, "4xx", 30, "5xx", 7);
    var analyze = Map.of("2xx", 398, "3xx", 5, "4xx", 20, "5xx", 2);
    var generate = Map.of("2xx", 285, "3xx", 1, "4xx", 9, "5xx", 15);
    return List.of(
        new Api(
            "/api/ai/recommendations", recommendations, 35, 0.375, 299.375, 129_339.875, 99, 100),
        new Api("/api/ai/documents/analyze", analyze, 120, 1.5, 726, 186_787.5, 99.5, 50),
        new Api("/api/ai/reports/generate", generate, 300, 4.125, 1516.875, 291_845.625, 95, 500));
  }

  /** Runs the collector over at least two intervals, to its end, so that all is published. */
  @BeforeAll
  static void run(@TempDir Path directory) throws Exception {
    Path envFile = Files.writeString(directory.resolve(".env"), ENV_FILE);
    try (SidestatProcess collector =
        SidestatProcess.start(
                directory,
                Map.of(
                    "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                    "AWS_SECRET_ACCESS_KEY", "secret",
                    "AWS_ENDPOINT_URL", CLOUD_WATCH.endpoint().toString()),
                "run",
                "--env-file=" + envFile,
                "--namespace=" + NAMESPACE,
                "--interval=1s",
                "--listen-udp=127.0.0.1:0",
                "--admin-address=127.0.0.1:0",
                "--journal-path=" + directory.resolve("journal.db"))
            .awaitListening()) {
      List<String> lines = lines();
      int half = lines.size() / 2;
      send(collector, lines.subList(0, half));
      collector.awaitReceived(half);
      collector.await("an interval is published", () -> !CLOUD_WATCH.metrics().isEmpty());
      send(collector, lines.subList(half, lines.size()));
      collector.awaitReceived(lines.size());
      assertEquals(0, collector.terminate(), collector.stderr());
    }
  }

  @AfterAll
  static void close() {
    CLOUD_WATCH.close();
  }

  @ParameterizedTest
  @MethodSource("apis")
  void p95_byEndpoint_isTheNearestRank(Api api) {
    assertP95(api, Map.of("Endpoint", api.endpoint()));
  }

  @ParameterizedTest
  @MethodSource("apis")
  void p95_byEndpointAndEnvironment_isTheNearestRank(Api api) {
    assertP95(api, Map.of("Endpoint", api.endpoint(), "Environment", "production"));
  }

  @ParameterizedTest
  @MethodSource("apis")
  void availability_byEndpointAndStatusCode_isGoodOfGoodAndBad(Api api) {
    assertEquals(api.availabilityPercent(), availabilityPercent(api), 1e-9);
  }

  @ParameterizedTest
  @MethodSource("apis")
  void availability_byTheFullSet_isGoodOfGoodAndBad(Api api) {
    double good = requests(fullSet(api, "2xx"));
    double bad = requests(fullSet(api, "5xx"));

    assertEquals(api.availabilityPercent(), good / (good + bad) * 100, 1e-9);
  }

  @ParameterizedTest
  @MethodSource("apis")
  void requestCount_ofEachStatusCode_isWhatWasSent(Api api) {
    api.requestsByStatus()
        .forEach(
            (status, sent) -> {
              assertEquals(sent.doubleValue(), requests(byStatusCode(api, status)), status);
              assertEquals(sent.doubleValue(), requests(fullSet(api, status)), status);
            });
  }

  @ParameterizedTest
  @MethodSource("apis")
  void traffic_byEndpoint_isEveryRequest(Api api) {
    assertEquals(api.requests(), requests(Map.of("Endpoint", api.endpoint())));
  }

  @ParameterizedTest
  @MethodSource("apis")
  void traffic_byEndpointAndEnvironment_isEveryRequest(Api api) {
    assertEquals(
        api.requests(), requests(Map.of("Endpoint", api.endpoint(), "Environment", "production")));
  }

  @ParameterizedTest
  @MethodSource("apis")
  void errorBudget_ofTheAvailability_isBurnedByThatMuch(Api api) {
    double burned = (100 - availabilityPercent(api)) / (100 - SLO_PERCENT) * 100;

    assertEquals(api.budgetBurnedPercent(), burned, 1e-9);
  }

  @ParameterizedTest
  @MethodSource("apis")
  void errorCount_byEndpoint_isThe5xx(Api api) {
    assertEquals(api.requests("5xx"), errors(Map.of("Endpoint", api.endpoint())));
  }

  @ParameterizedTest
  @MethodSource("apis")
  void errorCount_byEndpointAndEnvironment_isThe5xx(Api api) {
    assertEquals(
        api.requests("5xx"),
        errors(Map.of("Endpoint", api.endpoint(), "Environment", "production")));
  }

  /** As {@code aws cloudwatch get-metric-statistics} has it. */
  @Test
  void getMetricStatistics_ofOneEndpoint_areExact() {
    StatisticSet held =
        held("ResponseTime", "Milliseconds", Map.of("Endpoint", "/api/ai/documents/analyze"))
            .statistics();

    assertEquals(new StatisticSet(425, 186_787.5, 121.5, 757.5), held);
    assertEquals(439.5, held.average());
  }

  @Test
  void metrics_ofDefaultRollUps_areThesePerNameAndNoOthers() {
    Set<List<Object>> found =
        CLOUD_WATCH.metrics().stream()
            .map(
                key ->
                    List.<Object>of(
                        key.namespace(), key.name(), key.unit(), key.dimensions().keySet()))
            .collect(Collectors.toSet());

    Set<String> endpoint = Set.of("Endpoint");
    Set<String> status = Set.of("Endpoint", "StatusCode");
    Set<String> environment = Set.of("Endpoint", "Environment");
    Set<String> full = Set.of("Endpoint", "StatusCode", "Environment");
    assertEquals(
        Set.of(
            List.<Object>of(NAMESPACE, "ResponseTime", "Milliseconds", endpoint),
            List.<Object>of(NAMESPACE, "ResponseTime", "Milliseconds", environment),
            List.<Object>of(NAMESPACE, "RequestCount", "Count", endpoint),
            List.<Object>of(NAMESPACE, "RequestCount", "Count", status),
            List.<Object>of(NAMESPACE, "RequestCount", "Count", environment),
            List.<Object>of(NAMESPACE, "RequestCount", "Count", full),
            List.<Object>of(NAMESPACE, "ErrorCount", "Count", endpoint),
            List.<Object>of(NAMESPACE, "ErrorCount", "Count", environment)),
        found);
    // For each endpoint 2 of ResponseTime, 1 + 4 + 1 + 4 of RequestCount and 2 of ErrorCount.
    assertEquals(3 * 14, CLOUD_WATCH.metrics().size());
  }

  /** A line for each number an app sends of each request, in no order, as DogStatsD clients do. */
  private static List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Api api : apis()) {
      String tag = "|#Endpoint:" + api.endpoint();
      for (int rank = 1; rank <= api.requests(); rank++) {
        lines.add("ResponseTime:" + api.latencyMillis(rank) + "|ms" + tag);
      }
      api.requestsByStatus()
          .forEach(
              (status, requests) -> {
                String line = "RequestCount:1|c" + tag + ",StatusCode:" + status;
                lines.addAll(Collections.nCopies(requests, line));
              });
      lines.addAll(Collections.nCopies(api.requests("5xx"), "ErrorCount:1|c" + tag));
    }
    Collections.shuffle(lines, new Random(42));
    return lines;
  }

  /** A datagram a line, awaited by the hundred, so that no socket buffer overflows. */
  private static void send(SidestatProcess collector, List<String> lines) throws Exception {
    long before = collector.status().path("ledger").path("received").asLong();
    InetSocketAddress target =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), collector.udpPort());
    try (DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < lines.size(); i++) {
        send(socket, target, lines.get(i));
        if ((i + 1) % 100 == 0) {
          collector.awaitReceived(before + i + 1);
        }
      }
    }
  }

  private static void send(DatagramSocket socket, InetSocketAddress target, String line)
      throws IOException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    socket.send(new DatagramPacket(bytes, bytes.length, target));
  }

  private static void assertP95(Api api, Map<String, String> dimensions) {
    double exact = api.p95Millis();
    double found = held("ResponseTime", "Milliseconds", dimensions).percentile(95).orElseThrow();
    assertEquals(exact, found, exact * ACCURACY);
    // The sum too, since a percentile hardly moves for a few samples lost.
    assertEquals(
        api.sumMillis(), held("ResponseTime", "Milliseconds", dimensions).statistics().sum());
  }

  private static double availabilityPercent(Api api) {
    double good = requests(byStatusCode(api, "2xx"));
    double bad = requests(byStatusCode(api, "5xx"));
    return good / (good + bad) * 100;
  }

  private static Map<String, String> byStatusCode(Api api, String status) {
    return Map.of("Endpoint", api.endpoint(), "StatusCode", status);
  }

  private static Map<String, String> fullSet(Api api, String status) {
    return Map.of("Endpoint", api.endpoint(), "StatusCode", status, "Environment", "production");
  }

  private static double requests(Map<String, String> dimensions) {
    return held("RequestCount", "Count", dimensions).statistics().sum();
  }

  private static double errors(Map<String, String> dimensions) {
    return held("ErrorCount", "Count", dimensions).statistics().sum();
  }

  /** What CloudWatch holds under exactly these dimensions: nothing under others is added. */
  private static HeldMetric held(String name, String unit, Map<String, String> dimensions) {
    MetricKey key = new MetricKey(NAMESPACE, name, unit, dimensions);
    assertTrue(
        CLOUD_WATCH.metrics().contains(key),
        () -> "no data: " + key + " in " + CLOUD_WATCH.metrics());
    return CLOUD_WATCH.metric(key);
  }
}
