package io.sidestat.collector.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.config.SloObjective.Availability;
import io.sidestat.collector.config.SloObjective.LatencyPercentile;
import io.sidestat.collector.config.SloObjective.LatencyShare;
import io.sidestat.collector.model.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SloConfigTest {
  private static final Duration MONTH = Duration.ofDays(30);

  @TempDir Path directory = Path.of("");

  private Path file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("slo.yaml"), yaml);
  }

  private List<SloObjective> objectives(String objectives) throws Exception {
    return SloConfig.read(
            file(
                "services: [{name: a, environment: e, endpoints: [/x], objectives: ["
                    + objectives
                    + "]}]"))
        .services()
        .get(0)
        .objectives();
  }

  private List<String> mistakes(String yaml) throws IOException {
    Path file = file(yaml);
    ConfigException e = assertThrows(ConfigException.class, () -> SloConfig.read(file));
    return e.mistakes().stream()
        .map(mistake -> mistake.toString().replace(directory + "/", ""))
        .toList();
  }

  @Test
  void read_shippedExample_isTheBriefsThreeEndpoints() throws Exception {
    SloConfig slo = SloConfig.read(Path.of("../docs/slo.yaml"));

    assertEquals(
        List.of(
            new SloService(
                "ai",
                Optional.of("ReFit/AI"),
                "production",
                List.of(
                    "/api/ai/recommendations",
                    "/api/ai/documents/analyze",
                    "/api/ai/reports/generate"),
                "ResponseTime",
                Unit.MILLISECONDS,
                "RequestCount",
                List.of(
                    new Availability(99, List.of("2xx"), List.of("5xx"), MONTH),
                    new LatencyPercentile(95, Duration.ofMillis(500), MONTH)))),
        slo.services());
  }

  @Test
  void read_objectives_ofEachKindAndUnit() throws Exception {
    assertEquals(
        List.of(
            new Availability(99.95, List.of("2xx", "3xx"), List.of("5xx"), Duration.ofDays(7)),
            new LatencyPercentile(99.9, Duration.ofNanos(1_500_000_000), MONTH),
            new LatencyShare(95, Duration.ofMillis(300), MONTH),
            new LatencyShare(99, Duration.ofNanos(250_500), MONTH)),
        objectives(
            "{availability: 99.95%, good: [2xx, 3xx], window: 7d}, {latency: p99.9 < 1.5 s},"
                + " {latency: '95% < 300 ms'}, {latency: '99%<250.5us'}"));
  }

  @Test
  void text_ofAnObjective_isWhatIsWritten() throws Exception {
    assertEquals(
        List.of("availability 99.95%", "p99.9 < 1.5 s", "95% < 300 ms", "99% < 250.5 us"),
        objectives(
                "{availability: 99.95%}, {latency: p99.9 < 1.5 s}, {latency: '95% < 300 ms'},"
                    + " {latency: '99%<250.5us'}")
            .stream()
            .map(SloObjective::text)
            .toList());
  }

  @Test
  void read_whatIsThereTwiceOrNoWholeMinutes_isAMistake() throws Exception {
    List<String> mistakes =
        mistakes(
            """
            services:
              - name: ai
                environment: production
                endpoints: [/x, /x]
                objectives:
                  - availability: 99%
                  - availability: 99.0%
                  - {availability: 98%, window: 3601s}
                  - {availability: 97%, window: 100001m}
            """);

    assertEquals(4, mistakes.size(), () -> String.join("\n", mistakes));
    assertTrue(mistakes.get(0).startsWith("slo.yaml:8: service 1, objective 3: window: found"));
    assertTrue(mistakes.get(1).startsWith("slo.yaml:9: service 1, objective 4: window: found"));
    assertTrue(mistakes.get(2).contains("endpoints: an endpoint is there twice"));
    assertTrue(mistakes.get(3).contains("objectives: an objective is there twice"));
  }

  @Test
  void read_mistakes_areAllListedWithLineAndKey() throws Exception {
    List<String> mistakes =
        mistakes(
            """
            services:
              - name: ai
                enviroment: production
                endpoints: []
                objectives:
                  - availability: 99
                  - latency: p95 > 500 ms
                  - {availability: 99%, latency: p95 < 1 s}
                  - {latency: p95 < 500 ms, good: [2xx], window: 1m}
                  - {availability: 100%}
                  - {availability: 99%, good: [2xx], bad: [2xx, 6xx]}
                  - latency: p95 < 0 ms
              - name: ai
                environment: e
                endpoints: [/x]
                latency-unit: Bytes
                namespace: AWS/EC2
                objectives: none
            """);

    List<String> expected =
        List.of(
            "slo.yaml:6: service 1, objective 1: availability: found \"99\"",
            "slo.yaml:7: service 1, objective 2: latency: found \"p95 > 500 ms\"",
            "slo.yaml:8: service 1, objective 3: has one of availability and latency",
            "slo.yaml:9: service 1, objective 4: window: found \"1m\", allowed: 1h to 90d",
            "slo.yaml:9: service 1, objective 4: good: is of availability, not of latency",
            "slo.yaml:10: service 1, objective 5: availability: found \"100%\"",
            "slo.yaml:11: service 1, objective 6: bad: found \"6xx\"",
            "slo.yaml:11: service 1, objective 6: bad: a status class is good or bad, not both",
            "slo.yaml:12: service 1, objective 7: latency: found \"p95 < 0 ms\"",
            "slo.yaml:2: service 1: environment: is missing",
            "slo.yaml:3: unknown key \"enviroment\"; did you mean \"environment\"?",
            "slo.yaml:4: service 1: endpoints: found 0, allowed: 1 to 100",
            "slo.yaml:13: service 2: name: there is another service of that name",
            "slo.yaml:16: service 2: latency-unit: found \"Bytes\"",
            "slo.yaml:17: service 2: namespace: found \"AWS/EC2\"",
            "slo.yaml:18: service 2: objectives: found \"none\", allowed: a list, each of it");
    assertEquals(expected.size(), mistakes.size(), () -> String.join("\n", mistakes));
    for (int i = 0; i < expected.size(); i++) {
      String actual = mistakes.get(i);
      assertTrue(actual.startsWith(expected.get(i)), () -> actual);
    }
  }

  @Test
  void read_availabilityWithoutBadClasses_isAMistake() throws Exception {
    List<String> mistakes =
        mistakes(
            """
            services:
              - name: ai
                environment: e
                endpoints: [/x]
                objectives: [{availability: 99%, bad: []}]
            """);

    assertTrue(
        mistakes.get(0).contains("objective 1: bad: names no status class"), mistakes::toString);
  }

  @Test
  void read_filesThatAreNone_areMistakes() throws Exception {
    assertTrue(mistakes("- a").get(0).startsWith("slo.yaml:1: found a list"));
    assertTrue(mistakes("services: []").get(0).contains("services: found 0, allowed: 1 to 100"));
    assertTrue(mistakes("service: []").get(1).contains("services: is missing"));
    assertTrue(mistakes("services: [a]").get(0).contains("services: found \"a\""));
    assertTrue(mistakes("a: *b").get(0).contains("anchors and aliases"));
  }

  /** Editors complete from the schema what the reader reads. */
  @Test
  void schema_keys_areThoseThatAreRead() throws Exception {
    JsonNode schema = new ObjectMapper().readTree(Path.of("../docs/slo.schema.json").toFile());
    JsonNode service = schema.at("/properties/services/items");
    JsonNode objective = service.at("/properties/objectives/items");

    assertEquals(new TreeSet<>(SloReader.SERVICE_KEYS), names(service.path("properties")));
    assertEquals(new TreeSet<>(SloReader.OBJECTIVE_KEYS), names(objective.path("properties")));
  }

  private static Set<String> names(JsonNode properties) {
    Set<String> names = new TreeSet<>();
    properties.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
