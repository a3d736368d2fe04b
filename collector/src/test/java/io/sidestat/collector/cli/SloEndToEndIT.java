package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.client.SidestatClient;
import io.sidestat.collector.cli.KnownApp.Served;
import io.sidestat.collector.cloudwatch.Answer;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.MetricData;
import io.sidestat.collector.cloudwatch.MetricKey;
import io.sidestat.collector.cloudwatch.ReceivedDatum;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From an app with known faults over the client, the packaged collector and the SDK into an
 * endpoint that keeps metrics apart by their exact dimensions; and back by dashboard and verify.
 */
final class SloEndToEndIT {
  private static final String WELL = "/api/ai/recommendations";
  private static final String SLOW = "/api/ai/documents/analyze";
  private static final String FAILING = "/api/ai/reports/generate";
  private static final String FEW = "/api/few";
  private static final String SILENT = "/api/silent";
  private static final double TARGET = 99;

  /** The default of {@code accuracy}. */
  private static final double ACCURACY = 0.005;

  private static final FakeCloudWatch CLOUD_WATCH = FakeCloudWatch.start();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path directory = Path.of("");
  private static Map<String, Served> served = Map.of();
  private static List<DashboardGraph> dashboard = List.of();

  @BeforeAll
  static void run() throws Exception {
    try (SidestatProcess collector =
        SidestatProcess.start(
                directory,
                environment(),
                "run",
                "--interval=1s",
                "--listen-udp=127.0.0.1:0",
                "--admin-address=127.0.0.1:0")
            .awaitListening()) {
      try (SidestatClient client =
          SidestatClient.builder().host("127.0.0.1").port(collector.udpPort()).build()) {
        KnownApp app = new KnownApp(client);
        app.serve(WELL, 1_000, 1, 1, 3);
        app.serve(SLOW, 600, 9, 1, 0);
        app.serve(FAILING, 400, 0, 7, 2);
        app.serve(FEW, 8, 0, 0, 0);
        served = app.served();
      }
      int requests = served.values().stream().mapToInt(Served::requests).sum();
      int errors = served.values().stream().mapToInt(one -> one.requests("5xx")).sum();
      collector.awaitReceived(2L * requests + errors);
      assertEquals(0, collector.terminate(), collector.stderr());
    }
    dashboard = printedDashboard();
  }

  @AfterAll
  static void close() {
    CLOUD_WATCH.close();
  }

  @AfterEach
  void answerAgain() {
    CLOUD_WATCH.alwaysAnswerReads(Answer.accept());
  }

  private static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("CLOUDWATCH_METRICS_ENABLED", "true");
    environment.put("ENVIRONMENT", "production");
    environment.put("SIDESTAT_NAMESPACE", "ReFit/AI");
    environment.put("SIDESTAT_JOURNAL_PATH", directory.resolve("journal.db").toString());
    environment.put("SIDESTAT_SELF_METRICS", "on");
    environment.put("AWS_REGION", "ap-northeast-2");
    environment.put("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    environment.put("AWS_SECRET_ACCESS_KEY", "secret");
    environment.put("AWS_ENDPOINT_URL", CLOUD_WATCH.endpoint().toString());
    return environment;
  }

  private static Path slo(String... endpoints) throws Exception {
    return Files.writeString(
        Files.createTempFile(directory, "slo", ".yaml"),
        """
        services:
          - name: ai
            environment: production
            endpoints: [%s]
            objectives:
              - availability: 98.5%%
              - latency: p95 < 500 ms
        """
            .formatted(String.join(", ", endpoints)));
  }

  /** Runs a command of the packaged jar to its end. */
  private static SidestatProcess command(String... arguments) throws Exception {
    return SidestatProcess.start(directory, environment(), arguments);
  }

  private static int verify(String... arguments) throws Exception {
    return verifyAt(CLOUD_WATCH.endpoint().toString(), arguments);
  }

  private static int verifyAt(String endpoint, String... arguments) throws Exception {
    Map<String, String> environment = environment();
    environment.put("AWS_ENDPOINT_URL", endpoint);
    List<String> all = new ArrayList<>(List.of("verify", "--window=15m"));
    all.addAll(List.of(arguments));
    try (SidestatProcess verify =
        SidestatProcess.start(directory, environment, all.toArray(String[]::new))) {
      int code = verify.exitCode();
      assertTrue(code != 0 || verify.stderr().isEmpty(), verify.stderr());
      return code;
    }
  }

  @Test
  void verify_allWell_is0() throws Exception {
    assertEquals(0, verify("--slo=" + slo(WELL)));
  }

  @Test
  void verify_slowEndpoint_is1() throws Exception {
    assertEquals(1, verify("--slo=" + slo(WELL, SLOW)));
  }

  @Test
  void verify_failingEndpoint_is1() throws Exception {
    assertEquals(1, verify("--slo=" + slo(FAILING)));
  }

  @Test
  void verify_noTraffic_is3() throws Exception {
    assertEquals(3, verify("--slo=" + slo(WELL, SILENT)));
  }

  @Test
  void verify_tooFewSamples_is3() throws Exception {
    assertEquals(3, verify("--slo=" + slo(FEW)));
  }

  @Test
  void verify_denied_is4() throws Exception {
    CLOUD_WATCH.alwaysAnswerReads(Answer.readDenied());

    assertEquals(4, verify("--slo=" + slo(WELL)));
  }

  @Test
  void verify_throttled_is4() throws Exception {
    CLOUD_WATCH.alwaysAnswerReads(Answer.throttle());

    assertEquals(4, verify("--slo=" + slo(WELL)));
  }

  @Test
  void verify_endpointAway_is4() throws Exception {
    assertEquals(4, verifyAt("http://127.0.0.1:1", "--slo=" + slo(WELL)));
  }

  /** What was published, once for every second of the last ten minutes. */
  @Test
  void verify_halfTheDataMissing_is3() throws Exception {
    try (FakeCloudWatch half = FakeCloudWatch.start()) {
      long minute = Math.floorDiv(System.currentTimeMillis(), 60_000L) * 60_000;
      for (int ago = 5; ago < 15; ago += 2) {
        long start = minute - ago * 60_000L;
        half.hold(
            CLOUD_WATCH.allDatums().stream()
                .map(
                    datum ->
                        new ReceivedDatum(
                            datum.key(),
                            start,
                            60,
                            datum.statistics(),
                            datum.values(),
                            datum.counts()))
                .toList());
      }

      assertEquals(3, verifyAt(half.endpoint().toString(), "--slo=" + slo(WELL)));
    }
  }

  /** The same numbers from the journal, without asking anyone. */
  @Test
  void verify_local_agrees() throws Exception {
    CLOUD_WATCH.alwaysAnswerReads(Answer.readDenied());
    Path report = directory.resolve("local.json");

    assertEquals(1, verify("--slo=" + slo(WELL, SLOW, FAILING), "--local", "--json=" + report));

    List<String> verdicts = new ArrayList<>();
    JSON.readTree(report.toFile())
        .path("results")
        .forEach(result -> verdicts.add(result.path("verdict").asText()));
    assertEquals(List.of("kept", "kept", "kept", "violated", "violated", "kept"), verdicts);
  }

  /** The document's command on the document's objectives. */
  @Test
  void verify_asTheDocumentHasIt_is1() throws Exception {
    Path documents = Path.of("..", "docs").toAbsolutePath();
    Files.createDirectories(directory.resolve("docs"));
    Files.copy(documents.resolve("slo.yaml"), directory.resolve("docs/slo.yaml"));
    String command =
        Files.readString(documents.resolve("verify.md"))
            .lines()
            .filter(line -> line.startsWith("java -jar collector/target/sidestat.jar verify"))
            .findFirst()
            .orElseThrow();

    try (SidestatProcess verify =
        command(command.substring(command.indexOf("verify")).split(" ", -1))) {
      assertEquals(1, verify.exitCode(), verify.stderr());
      assertEquals(6, verify.stdout().lines().filter(line -> line.startsWith("/api")).count() - 3);
    }
  }

  static List<String> endpoints() {
    return List.of(WELL, SLOW, FAILING);
  }

  private static List<DashboardGraph> printedDashboard() throws Exception {
    Path slo =
        Files.writeString(
            Files.createTempFile(directory, "slo", ".yaml"),
            """
            services:
              - name: ai
                environment: production
                endpoints: [%s]
                objectives: [{availability: 99%%}, {latency: p95 < 500 ms}]
            """
                .formatted(String.join(", ", endpoints())));
    try (SidestatProcess command = command("dashboard", "--slo=" + slo)) {
      assertEquals(0, command.exitCode(), command.stderr());
      List<DashboardGraph> graphs = new ArrayList<>();
      JSON.readTree(command.stdout())
          .path("widgets")
          .forEach(widget -> graphs.add(new DashboardGraph(widget)));
      return graphs;
    }
  }

  /** Every query of every graph, over the one period that holds all the traffic. */
  @ParameterizedTest
  @MethodSource("endpoints")
  void dashboard_everyQuery_isTheNumberOfTheTraffic(String endpoint) {
    int row = endpoints().indexOf(endpoint) * 4;
    List<DashboardGraph> graphs = dashboard.subList(row, row + 4);
    Served truth = Objects.requireNonNull(served.get(endpoint));

    double p95 = onePoint(graphs.get(0));
    assertEquals(truth.percentileMillis(95), p95, truth.percentileMillis(95) * ACCURACY);
    assertEquals(truth.availabilityPercent(), onePoint(graphs.get(1)), 1e-9);
    assertEquals(truth.requests(), onePoint(graphs.get(2)));
    assertEquals(
        (100 - truth.availabilityPercent()) / (100 - TARGET) * 100, onePoint(graphs.get(3)), 1e-6);
    graphs.forEach(graph -> assertTrue(graph.title().contains(endpoint), graph.title()));
  }

  @Test
  void dashboard_withoutTraffic_drawsNothing() {
    long anHourAgo = firstSample() - 3_600_000;
    MetricData quiet = new MetricData(CLOUD_WATCH.allDatums(), anHourAgo, anHourAgo + 900_000);

    for (DashboardGraph graph : dashboard) {
      graph.lines(quiet).forEach(line -> assertEquals(Map.of(), line, graph.title()));
    }
  }

  @Test
  void dashboard_everyMetric_isOneThatIsPublished() {
    Set<MetricKey> published = CLOUD_WATCH.metrics();
    int asked = 0;
    for (DashboardGraph graph : dashboard) {
      for (DashboardGraph.Row row : graph.rows()) {
        if (row.question().expression() == null) {
          asked++;
          assertTrue(
              published.stream()
                  .anyMatch(
                      key ->
                          key.namespace().equals(row.question().namespace())
                              && key.name().equals(row.question().name())
                              && key.dimensions().equals(row.question().dimensions())),
              () -> "not published: " + row.question());
        }
      }
    }
    assertEquals(3 * 6, asked);
  }

  /** As "Dashboard Body Structure and Syntax" has it, read 26 Nov 2026. */
  @Test
  void dashboard_body_isAsCloudWatchDocumentsIt() {
    List<DashboardGraph> graphs = dashboard;
    assertEquals(12, graphs.size());
    Set<String> places = new HashSet<>();
    for (DashboardGraph graph : graphs) {
      JsonNode widget = graph.widget();
      assertEquals("metric", widget.path("type").asText());
      assertTrue(widget.path("x").asInt() + widget.path("width").asInt() <= 24);
      assertTrue(places.add(widget.path("x") + "," + widget.path("y")), "two in one place");
      JsonNode properties = graph.properties();
      assertEquals("ap-northeast-2", properties.path("region").asText());
      assertEquals(300, properties.path("period").asInt());
      Set<String> ids = new HashSet<>();
      for (JsonNode row : properties.path("metrics")) {
        assertTrue(row.isArray(), "a metric is an array: " + row);
        JsonNode options = row.get(row.size() - 1);
        boolean expression = options.has("expression");
        assertEquals(expression, row.size() == 1, row::toString);
        assertTrue(expression || (row.size() - 1) % 2 == 0, row::toString);
        for (int i = 0; i < row.size() - 1; i++) {
          assertTrue(row.get(i).isTextual(), row::toString);
        }
        if (options.has("id")) {
          String id = options.path("id").asText();
          assertTrue(id.matches("[a-z][a-zA-Z0-9_]*") && ids.add(id), id);
        }
      }
      properties
          .path("annotations")
          .path("horizontal")
          .forEach(line -> assertTrue(line.path("value").isNumber(), line::toString));
    }
    assertEquals(
        500.0,
        graphs
            .get(0)
            .properties()
            .path("annotations")
            .path("horizontal")
            .get(0)
            .path("value")
            .asDouble());
  }

  private static long firstSample() {
    return CLOUD_WATCH.allDatums().stream()
        .filter(datum -> datum.key().name().equals("RequestCount"))
        .mapToLong(datum -> datum.timestampEpochMillis())
        .min()
        .orElseThrow();
  }

  private static double onePoint(DashboardGraph graph) {
    long from = Math.floorDiv(firstSample(), 60_000L) * 60_000;
    List<SortedMap<Long, Double>> lines =
        graph.lines(new MetricData(CLOUD_WATCH.allDatums(), from, from + 300_000));
    assertEquals(1, lines.size(), graph.title());
    assertEquals(1, lines.get(0).size(), () -> graph.title() + " " + lines);
    return lines.get(0).values().iterator().next();
  }
}
