package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.cloudwatch.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged collector, whose intervals take a minute, tells by the second. */
final class LiveApiIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

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
            - availability: 99%
              window: 1h
      """;

  @TempDir private Path directory;
  private SidestatProcess collector;
  private int samples;

  @BeforeEach
  void start() throws Exception {
    Path slo = Files.writeString(directory.resolve("slo.yaml"), SLO);
    collector =
        SidestatProcess.start(
                directory,
                Map.of(),
                "run",
                "--journal-checkpoint=1s",
                "--listen-udp=127.0.0.1:0",
                "--admin-address=127.0.0.1:0",
                "--admin-slo=" + slo,
                "--journal-path=" + directory.resolve("journal.db"))
            .awaitListening();
  }

  @AfterEach
  void close() {
    collector.close();
  }

  private void send(String line) throws Exception {
    Datagram.send(collector.udpPort(), line);
    collector.awaitReceived(++samples);
  }

  private JsonNode live(String parameters) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(collector.adminAddress() + "/api/v1/live" + parameters))
              .timeout(Duration.ofSeconds(10))
              .build();
      String body = HTTP.send(request, BodyHandlers.ofString()).body();
      return JSON.readTree(body);
    } catch (Exception e) {
      throw new AssertionError(parameters, e);
    }
  }

  private static double sum(JsonNode values) {
    double sum = 0;
    for (JsonNode value : values) {
      sum += value.asDouble();
    }
    return sum;
  }

  private JsonNode latency() {
    return live("").at("/endpoints/0/latency");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void threadsThatAnswer_giveWayToTheOneThatReceives() throws Exception {
    Await.until(
        "the threads that answer have the lowest priority",
        () -> {
          live("");
          Map<String, Set<Integer>> nice = niceByThread();
          return nice.getOrDefault("HTTP-Dispatcher", Set.of()).equals(Set.of(19))
              && nice.getOrDefault("sidestat-admin", Set.of()).equals(Set.of(19));
        });
    assertFalse(niceByThread().getOrDefault("sidestat-receiv", Set.of(19)).contains(19));
  }

  @Test
  void whileObjectivesAreWatchedByTheSecond_theJournalGetsItsCheckpoints() throws Exception {
    // Three in a row, of one interval: with one a second, as configured, that is a matter of
    // seconds.
    Await.until(
        "there are checkpoints",
        () -> {
          send("latency:10|ms|#Endpoint:/api/x");
          return checkpoints() >= 3;
        });
  }

  private int checkpoints() throws SQLException {
    try (Connection journal =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("journal.db"));
        Statement select = journal.createStatement();
        ResultSet count = select.executeQuery("SELECT COUNT(*) FROM checkpoint")) {
      return count.getInt(1);
    }
  }

  /** As the kernel has them, by what it keeps of their names: see proc(5). */
  private Map<String, Set<Integer>> niceByThread() throws IOException {
    Map<String, Set<Integer>> found = new HashMap<>();
    try (Stream<Path> threads =
        Files.list(Path.of("/proc", Long.toString(collector.pid()), "task"))) {
      for (Path thread : threads.toList()) {
        Optional<String> stat = stat(thread);
        if (stat.isPresent()) {
          int end = stat.get().lastIndexOf(')');
          found
              .computeIfAbsent(
                  stat.get().substring(stat.get().indexOf('(') + 1, end), name -> new HashSet<>())
              .add(Integer.valueOf(stat.get().substring(end + 2).split(" ", -1)[16]));
        }
      }
    }
    return found;
  }

  /** Empty if it has ended meanwhile. */
  private static Optional<String> stat(Path thread) throws IOException {
    try {
      return Optional.of(Files.readString(thread.resolve("stat")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Test
  void live_ofAnObjectivesEndpoint_hasEachSecondAndTheJournalHasAllOfIt() throws Exception {
    Await.until("its series are watched", () -> latency().path("from").asLong() > 0);
    for (int second = 0; second < 4; second++) {
      for (int i = 1; i <= 10; i++) {
        send("ResponseTime:" + (100 * second + i) + "|ms|#Endpoint:/api/x");
      }
      send("RequestCount:10|c|#Endpoint:/api/x,StatusCode:2xx");
      send("other:7|g");
      int sent = 10 * (second + 1);
      Await.until(
          "what was sent is told", () -> sum(latency().at("/groups/0/seconds/count")) == sent);
    }

    JsonNode seconds = latency().at("/groups/0/seconds");
    assertTrue(seconds.path("start").size() >= 4, seconds.toString());
    assertEquals(6_220, sum(seconds.path("sum")));
    assertEquals(40, heat(latency().at("/groups/0/heat/columns")));
    JsonNode requests = live("").at("/endpoints/0/requests/groups/0");
    assertEquals("2xx", requests.path("by").asText());
    assertEquals(40, sum(requests.at("/seconds/sum")));

    assertEquals(0, collector.terminate(), collector.stderr());
    SidestatProcess query =
        SidestatProcess.start(
            directory,
            Map.of(),
            "query",
            "ResponseTime",
            "--stat=count",
            "--stat=sum",
            "--stat=p50",
            "--stat=max",
            "--json",
            "--journal-path=" + directory.resolve("journal.db"));
    assertEquals(0, query.exitCode(), query.stderr());
    JsonNode statistics = JSON.readTree(query.stdout()).at("/0/statistics");
    assertEquals(40, statistics.path("count").asInt(), query.stdout());
    assertEquals(6_220, statistics.path("sum").asInt());
    assertEquals(110, statistics.path("p50").asInt());
    assertEquals(310, statistics.path("max").asInt());
  }

  private static double heat(JsonNode columns) {
    double sum = 0;
    for (JsonNode column : columns) {
      sum += sum(column.path("counts"));
    }
    return sum;
  }

  @Test
  void live_ofAMetricAskedFor_beginsThenAndFollows() throws Exception {
    send("jobs:1|c|#queue:a");
    String asked = "?metric=jobs&by=queue";
    Await.until("it is watched", () -> live(asked).at("/view/from").asLong() > 0);

    send("jobs:2|c|#queue:a");
    send("jobs:4|c|#queue:b");

    Await.until("both queues are told", () -> live(asked).at("/view/groups").size() == 2);
    for (JsonNode group : live(asked).at("/view/groups")) {
      assertEquals(group.path("by").asText().equals("a") ? 2 : 4, sum(group.at("/seconds/sum")));
    }
    long until = live(asked).at("/view/until").asLong();
    assertEquals(0, live(asked + "&since=" + until).at("/view/groups/0/seconds/start").size());
  }
}
