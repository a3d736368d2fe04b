package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.cloudwatch.MetricData;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is drawn for which objectives, and when there is no dashboard. */
final class DashboardCommandTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path directory;

  private int run(String slo, String... arguments) throws IOException {
    Path file = Files.writeString(directory.resolve("slo.yaml"), slo);
    environment.put("HOME", directory.toString());
    List<String> all = new ArrayList<>(List.of("dashboard", "--slo=" + file));
    all.addAll(List.of(arguments));
    return Main.commandLine(environment)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private List<DashboardGraph> graphs(String objectives) throws IOException {
    assertEquals(
        0, run(slo("/api/ai/recommendations", objectives), "--region=eu-west-1"), err::toString);
    List<DashboardGraph> graphs = new ArrayList<>();
    new ObjectMapper()
        .readTree(out.toString())
        .path("widgets")
        .forEach(widget -> graphs.add(new DashboardGraph(widget)));
    return graphs;
  }

  private static String slo(String endpoints, String objectives) {
    return """
        services:
          - name: ai
            namespace: ReFit/AI
            environment: production
            endpoints: [%s]
            objectives: [%s]
        """
        .formatted(endpoints, objectives);
  }

  /** Of a minute with 90 good and 10 bad requests, half of 100 ms and half of 450 ms. */
  private static double point(DashboardGraph graph, int line) {
    long noon = NOON.toEpochMilli();
    MetricData data =
        new MetricData(new SloTraffic().minute(NOON, 90, 10, 450).datums(), noon, noon + 300_000);
    return graph.lines(data).get(line).values().iterator().next();
  }

  @Test
  void dashboard_ofSeveralAvailabilities_drawsEachWithItsBudget() throws Exception {
    List<DashboardGraph> graphs =
        graphs("{availability: 99%}, {availability: 80%, good: [2xx, 3xx], bad: [5xx, 4xx]}");

    assertEquals(90, point(graphs.get(1), 0), 1e-9);
    assertEquals(90, point(graphs.get(1), 1), 1e-9);
    assertEquals(1000, point(graphs.get(3), 0), 1e-6);
    assertEquals(50, point(graphs.get(3), 1), 1e-6);
    // Without an objective of it, the 95th percentile is drawn all the same.
    assertEquals(450, point(graphs.get(0), 0));
  }

  @Test
  void dashboard_ofAShare_drawsItOnTheRight() throws Exception {
    List<DashboardGraph> graphs = graphs("{latency: 99% < 400 ms}, {latency: p50 < 0.2 s}");

    assertEquals(50, point(graphs.get(0), 0));
    assertEquals(100, point(graphs.get(0), 1));
    JsonNode lines = graphs.get(0).properties().path("annotations").path("horizontal");
    assertEquals("right", lines.get(0).path("yAxis").asText());
    assertEquals(99, lines.get(0).path("value").asDouble());
    assertEquals(200, lines.get(1).path("value").asDouble());
    // No availability is promised: the budgets are those of the latency.
    assertEquals(5000, point(graphs.get(3), 0), 1e-6);
    assertEquals(100, point(graphs.get(3), 1), 1e-6);
    assertEquals(90, point(graphs.get(1), 0), 1e-9);
  }

  @Test
  void dashboard_unitOfSeconds_hasItsThresholdInSeconds() throws Exception {
    Path config =
        Files.writeString(
            directory.resolve("sidestat.yaml"),
            "namespace: ReFit/AI\nrules: [{match: ResponseTime, unit: Seconds}]\n");
    String seconds =
        slo("/x", "{latency: p95 < 500 ms}")
            .replace("    objectives", "    latency-unit: Seconds\n    objectives");
    assertEquals(0, run(seconds, "--region=eu-west-1", "--config=" + config), err::toString);

    JsonNode properties =
        new ObjectMapper().readTree(out.toString()).path("widgets").get(0).path("properties");
    assertEquals(
        0.5, properties.path("annotations").path("horizontal").get(0).path("value").asDouble());
    assertEquals("Seconds", properties.path("yAxis").path("left").path("label").asText());
  }

  @Test
  void dashboard_withoutRegion_is2AndSaysHow() throws Exception {
    assertEquals(2, run(slo("/x", "{availability: 99%}")));

    assertTrue(err.toString().contains("give --region, or set AWS_REGION"), err::toString);
    assertEquals("", out.toString());
  }

  @Test
  void dashboard_regionOfTheEnvironment_isTaken() throws Exception {
    environment.put("AWS_REGION", "ap-northeast-2");

    assertEquals(0, run(slo("/x", "{availability: 99%}")), err::toString);

    assertTrue(out.toString().contains("\"region\" : \"ap-northeast-2\""));
  }

  @Test
  void dashboard_rollUpMissing_is2AndNamesIt() throws Exception {
    assertEquals(
        2, run(slo("/x", "{availability: 99%}"), "--region=eu-west-1", "--rollups=Endpoint"));

    assertTrue(
        err.toString().contains("add the roll-up [Endpoint, Environment] to rollups"),
        err::toString);
    assertEquals("", out.toString());
  }

  @Test
  void dashboard_otherNamespaceThanTheCollectors_saysSo() throws Exception {
    assertEquals(
        0, run(slo("/x", "{availability: 99%}"), "--region=eu-west-1", "--namespace=Other"));

    assertTrue(
        err.toString().startsWith("note: service ai: its namespace is ReFit/AI"), err::toString);
  }

  @Test
  void dashboard_moreGraphsThanFit_is2() throws Exception {
    String services =
        IntStream.range(0, 2)
            .mapToObj(
                number ->
                    """
                      - name: s%d
                        environment: production
                        endpoints: [%s]
                        objectives: [{availability: 99%%}]
                    """
                        .formatted(
                            number,
                            IntStream.range(0, 63)
                                .mapToObj(n -> "/e" + n)
                                .collect(Collectors.joining(", "))))
            .collect(Collectors.joining("", "services:\n", ""));

    assertEquals(2, run(services, "--region=eu-west-1"));

    assertTrue(
        err.toString().contains("at most 500 graphs, and 126 endpoints need 504"), err::toString);
  }
}
