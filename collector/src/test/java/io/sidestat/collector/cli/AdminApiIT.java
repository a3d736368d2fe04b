package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the packaged collector answers at its admin address, held against its own description. */
final class AdminApiIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final OpenApi API = OpenApi.read(documents().resolve("openapi.yaml"));
  private static final String SLASHES = "Endpoint=%2Fapi%2Fx";

  @TempDir private static Path directory;
  private static SidestatProcess collector;

  /** What a tail of all names answered of what the start sent. */
  private static String tailed = "";

  private static Path documents() {
    Path ofModule = Path.of("../docs");
    return Files.isDirectory(ofModule) ? ofModule : Path.of("docs");
  }

  private static final String SLO =
      """
      services:
        - name: shop
          namespace: Sidestat
          environment: development
          endpoints: [/api/x]
          objectives:
            - latency: p95 < 500 ms
              window: 1h
      """;

  @BeforeAll
  static void start() throws Exception {
    Path slo = Files.writeString(directory.resolve("slo.yaml"), SLO);
    collector =
        SidestatProcess.start(
                directory,
                Map.of(),
                "run",
                "--interval=1s",
                "--listen-udp=127.0.0.1:0",
                "--admin-address=127.0.0.1:0",
                "--admin-slo=" + slo,
                "--journal-path=" + directory.resolve("journal.db"))
            .awaitListening();
    String tail = json("/api/v1/tail").path("id").asText();
    send(
        "ResponseTime:10:20:30|ms|#Endpoint:/api/x\nRequestCount:2|c|#Endpoint:/api/x,StatusCode:2xx\n"
            + "depth:4|g\nusers:a|s\nbad\nResponseTime:5|ms|#Endpoint:<script>alert(1)</script>");
    collector.awaitReceived(8);
    collector.await(
        "the lines are shown",
        () -> {
          tailed = get("/api/v1/tail?id=" + tail).body();
          return JSON.readTree(tailed).path("lines").size() > 0;
        });
    collector.await(
        "the interval is written",
        () ->
            json("/api/v1/series").path("found").asInt() >= 4
                && json("/api/v1/query?metric=ResponseTime").size() > 0);
  }

  @AfterAll
  static void stop() throws Exception {
    assertEquals(0, collector.terminate(), collector.stderr());
    collector.close();
  }

  private static void send(String lines) throws Exception {
    Datagram.send(collector.udpPort(), lines);
  }

  private static HttpResponse<String> get(String path, String... headers) throws Exception {
    URI uri = URI.create(collector.adminAddress() + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(String path) throws Exception {
    HttpResponse<String> response = get(path);
    assertEquals(200, response.statusCode(), response.body());
    return JSON.readTree(response.body());
  }

  static Stream<String> paths() {
    return API.paths().stream();
  }

  /** Each path is there, and its answer is as described. */
  @ParameterizedTest
  @MethodSource("paths")
  void answer_ofEachPath_isAsDescribed(String path) throws Exception {
    HttpResponse<String> response =
        get(
            path.equals("/api/v1/query")
                ? path + "?metric=ResponseTime&stat=p95&stat=count"
                : path);

    assertEquals(200, response.statusCode(), response.body());
    assertEquals(
        List.of(),
        API.problems(
            path, 200, response.headers().firstValue("Content-Type").orElse(""), response.body()));
  }

  @Test
  void answers_thereAre_areAllDescribed() throws Exception {
    String words = get("/nothing").body();

    assertEquals("there are " + String.join(", ", API.paths()) + "\n", words);
  }

  @Test
  void query_byEndpoint_isWhatTheCommandPrints() throws Exception {
    JsonNode rows =
        json(
            "/api/v1/query?metric=ResponseTime&dimension="
                + SLASHES
                + "&stat=sum&stat=count&by=Endpoint");
    SidestatProcess command =
        SidestatProcess.start(
            directory,
            Map.of(),
            "query",
            "ResponseTime",
            "--dimension=Endpoint=/api/x",
            "--stat=sum",
            "--stat=count",
            "--by=Endpoint",
            "--json",
            "--journal-path=" + directory.resolve("journal.db"));

    assertEquals(0, command.exitCode(), command.stderr());
    JsonNode printed = JSON.readTree(command.stdout());
    assertEquals(60, rows.path(0).path("statistics").path("sum").asDouble());
    assertEquals(3, rows.path(0).path("statistics").path("count").asDouble());
    assertEquals(1, rows.size());
    assertEquals(
        printed.path(0).path("statistics"), rows.path(0).path("statistics"), printed::toString);
  }

  @Test
  void series_searchedAndSorted_areThose() throws Exception {
    JsonNode all = json("/api/v1/series?sort=name");
    JsonNode found = json("/api/v1/series?search=%2FAPI%2FX&limit=1");

    assertEquals(5, all.path("found").asInt(), all::toString);
    assertEquals(1, all.path("seconds").asInt());
    assertEquals(2, found.path("found").asInt());
    assertEquals(1, found.path("series").size());
    JsonNode busiest = found.path("series").path(0);
    assertEquals("ResponseTime", busiest.path("metric").asText());
    assertEquals(3, busiest.path("samplesPerSecond").asDouble());
    assertEquals(30, busiest.path("statistics").path("max").asDouble());
  }

  @Test
  void slo_ofTheFile_isJudgedAndReadAgainInSeconds() throws Exception {
    JsonNode verdicts = json("/api/v1/slo");
    JsonNode result = verdicts.path("results").path(0);
    assertEquals("unknown", verdicts.path("verdict").asText(), verdicts::toString);
    assertEquals("/api/x", result.path("endpoint").asText());
    assertEquals(3, result.path("samples").asDouble());
    assertEquals(30, result.path("measured").asDouble(), 0.2);

    Path slo = directory.resolve("slo.yaml");
    Files.writeString(slo, SLO.replace("p95 <", "p95 <>"));
    collector.await(
        "the mistaken file is read",
        () -> json("/api/v1/slo").path("verdict").asText().equals("not asked"));
    JsonNode mistaken = json("/api/v1/slo");
    Files.writeString(slo, SLO);
    assertTrue(mistaken.path("reason").asText().contains("latency"), mistaken::toString);
    assertEquals("unknown", json("/api/v1/slo?window=1h").path("verdict").asText());
  }

  /** Cost by name of what {@link #start} sent, by the default roll-ups: counted by hand. */
  @Test
  void cost_ofTheTrafficSent_isCountedByNameAndWhatTheCommandPrints() throws Exception {
    JsonNode cost = json("/api/v1/cost?hosts=3&per-host=Endpoint&other-metrics=7");
    SidestatProcess command =
        SidestatProcess.start(
            directory,
            Map.of(),
            "cost",
            "--json",
            "--hosts=3",
            "--per-host=Endpoint",
            "--other-metrics=7",
            "--journal-path=" + directory.resolve("journal.db"));

    assertEquals(0, command.exitCode(), command.stderr());
    JsonNode printed = JSON.readTree(command.stdout());
    assertEquals(cost.path("metrics"), printed.path("metrics"), printed::toString);
    assertEquals(cost.path("fleet"), printed.path("fleet"));
    // Of each host: ResponseTime of two endpoints, with Environment and without; RequestCount in
    // four sets; shared by all: depth and users.
    assertEquals(3 * 4, metricsOf(cost, "ResponseTime"), cost::toString);
    assertEquals(3 * 4, metricsOf(cost, "RequestCount"), cost::toString);
    assertEquals(1, metricsOf(cost, "depth"));
    assertEquals(1, metricsOf(cost, "users"));
    assertEquals(26, cost.path("total").path("metrics").asInt());
    // Fewer than 26 if the test runs into another hour.
    double average = cost.path("total").path("averageMetrics").asDouble();
    assertEquals(0.3 * average, cost.path("total").path("metricDollarsPerMonth").asDouble(), 1e-9);
    assertEquals(8, cost.path("fleet").path("perHostMetrics").asInt());
    assertEquals(7, cost.path("fleet").path("otherMetrics").asInt());
  }

  private static int metricsOf(JsonNode cost, String name) {
    for (JsonNode row : cost.path("metrics")) {
      if (row.path("metric").asText().equals(name)) {
        return row.path("metrics").asInt();
      }
    }
    return 0;
  }

  private static SidestatProcess top(String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("top", "--every=1s"));
    arguments.addAll(List.of(options));
    arguments.add("--admin-address=127.0.0.1:" + collector.adminAddress().getPort());
    return SidestatProcess.start(directory, Map.of(), arguments.toArray(String[]::new));
  }

  @Test
  void top_once_showsWhatBecameOfAllAndTheSeries() throws Exception {
    try (SidestatProcess top = top("--once", "--series=2")) {
      assertEquals(0, top.exitCode(), top.stderr());
      String text = top.stdout();
      assertTrue(
          text.contains(
              "samples   8 received = 7 aggregated + 0 folded + 1 rejected + 0 skipped + 0 refused"),
          text);
      assertTrue(text.contains("lost      nothing"), text);
      assertTrue(text.contains("rejected  no_value: bad"), text);
      assertTrue(text.contains("busiest 2 of 5 series, of the 1 s from "), text);
      assertTrue(text.contains("ResponseTime{Endpoint=/api/x,Environment=development}"), text);
      assertFalse(text.contains("\u001B"), text);
    }
  }

  @Test
  void top_json_isOneLookForPrograms() throws Exception {
    try (SidestatProcess top = top("--json", "--series=1")) {
      assertEquals(0, top.exitCode(), top.stderr());
      JsonNode look = JSON.readTree(top.stdout());
      assertEquals(0, look.path("samplesPerSecond").asDouble());
      assertEquals(0, look.path("lost").asLong());
      assertEquals(8, look.path("status").path("ledger").path("received").asLong());
      assertEquals(5, look.path("series").path("found").asInt());
      assertEquals(1, look.path("series").path("series").size());
    }
  }

  @Test
  void top_withoutCollector_saysWhatToDo() throws Exception {
    int free;
    try (ServerSocket reserved = new ServerSocket(0)) {
      free = reserved.getLocalPort();
    }
    try (SidestatProcess top =
        SidestatProcess.start(
            directory, Map.of(), "top", "--once", "--admin-address=127.0.0.1:" + free)) {
      assertEquals(1, top.exitCode());
      assertTrue(top.stderr().contains("connection refused"), top.stderr());
      assertTrue(top.stderr().contains("sidestat doctor"), top.stderr());
    }
  }

  /** Of the lines that the start sent. */
  @Test
  void tail_ofLinesThatCame_isAsDescribed() throws Exception {
    assertEquals(List.of(), API.problems("/api/v1/tail", 200, "application/json", tailed));
    JsonNode lines = JSON.readTree(tailed).path("lines");
    List<String> outcomes = new ArrayList<>();
    lines.forEach(line -> outcomes.add(line.path("outcome").asText()));

    assertEquals(
        List.of("aggregated", "aggregated", "aggregated", "aggregated", "rejected", "aggregated"),
        outcomes);
    assertEquals("ResponseTime:10:20:30|ms|#Endpoint:/api/x", lines.path(0).path("line").asText());
    assertEquals(
        "ResponseTime{Endpoint=/api/x,Environment=development}",
        lines.path(0).path("metric").asText());
    assertEquals("Sidestat", lines.path(0).path("namespace").asText());
    assertEquals("bad", lines.path(4).path("line").asText());
  }

  @Test
  void tail_thatHasEnded_is404AndSaysWhatToDo() throws Exception {
    String id = json("/api/v1/tail?match=nothing").path("id").asText();
    assertEquals(0, json("/api/v1/tail?last=true&id=" + id).path("lines").size());

    HttpResponse<String> ended = get("/api/v1/tail?id=" + id);

    assertEquals(404, ended.statusCode());
    assertEquals(
        List.of(), API.problems("/api/v1/tail", 404, "text/plain", ended.body()), ended::body);
    assertTrue(ended.body().contains("begin another with match"), ended.body());
  }

  @Test
  void tail_command_seesNothingWhereNothingComes() throws Exception {
    try (SidestatProcess tail =
        SidestatProcess.start(
            directory,
            Map.of(),
            "tail",
            "Resp*",
            "--seconds=1",
            "--admin-address=127.0.0.1:" + collector.adminAddress().getPort())) {
      assertEquals(0, tail.exitCode(), tail.stderr());
      assertEquals("", tail.stdout());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/query",
        "/api/v1/query?metric=",
        "/api/v1/query?metric=a&metric=b",
        "/api/v1/query?metric=a&stat=p101",
        "/api/v1/query?metric=a&since=1x",
        "/api/v1/query?metric=a&since=0s",
        "/api/v1/query?metric=a&dimension=b",
        "/api/v1/query?metric=a&since=7d&period=1s",
        "/api/v1/query?metric=%zz",
        "/api/v1/query?metric=a&other=b",
        "/api/v1/series?sort=price",
        "/api/v1/series?limit=0",
        "/api/v1/series?limit=100000",
        "/api/v1/slo?window=90s",
        "/api/v1/slo?window=15d",
        "/api/v1/cost?since=1x",
        "/api/v1/cost?hosts=0",
        "/api/v1/cost?hosts=1000001",
        "/api/v1/cost?other-metrics=-1",
        "/api/v1/cost?prices=0",
        "/api/v1/tail?match=a(b",
        "/api/v1/tail?match=a&id=b",
        "/api/v1/tail?last=true",
        "/api/v1/status?x=y",
        "/metrics?name=x"
      })
  void parameters_thatCannotBeUsed_are400AndSayWhy(String path) throws Exception {
    URI base = collector.adminAddress();
    try (RawHttp raw = new RawHttp(base)) {
      String answer = raw.get(path);

      assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
      assertTrue(answer.strip().lines().reduce("", (before, line) -> line).length() > 10, answer);
    }
  }

  @Test
  void requests_ofOtherSites_areRefused() throws Exception {
    assertEquals(403, get("/api/v1/series", "Sec-Fetch-Site", "cross-site").statusCode());
    assertEquals(403, get("/metrics", "Sec-Fetch-Site", "same-site").statusCode());
    assertEquals(200, get("/metrics", "Sec-Fetch-Site", "same-origin").statusCode());
    assertEquals(200, get("/metrics", "Sec-Fetch-Site", "none").statusCode());
  }

  /** Each metric is in the document, and each of the document's is there. */
  @Test
  void metrics_areAllDescribed() throws Exception {
    Set<String> described = new HashSet<>();
    String document = Files.readString(documents().resolve("self-metrics.md"));
    Pattern.compile("`(sidestat_[a-z_]+)`")
        .matcher(document)
        .results()
        .forEach(name -> described.add(name.group(1)));
    String body = get("/metrics").body();
    Set<String> told = new HashSet<>();
    Pattern.compile("(?m)^# TYPE (sidestat_[a-z_]+) ")
        .matcher(body)
        .results()
        .forEach(name -> told.add(name.group(1)));

    assertEquals(told, described);
    assertTrue(body.endsWith("# EOF\n"), body);
    assertTrue(body.contains("sidestat_samples_received_total 8.0\n"), body);
    assertTrue(body.contains("sidestat_samples_rejected_total{reason=\"no_value\"} 1.0\n"), body);
    assertTrue(body.contains("jvm_memory_used_bytes{area=\"heap\"}"), body);
    assertFalse(body.contains("<script>"), body);
  }
}
