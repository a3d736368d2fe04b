package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.admin.AdminServer;
import io.sidestat.collector.admin.OutboxEndpoint;
import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalKey;
import io.sidestat.collector.journal.OutboxRow;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.shape.RequestPacker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands over a real journal, with and without a process that holds it. */
class OutboxCommandTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("1970-01-01T01:00:00Z"));
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Feed feed = new Feed();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final AtomicInteger wakeUps = new AtomicInteger();
  private final List<AutoCloseable> open = new ArrayList<>();

  OutboxCommandTest(@TempDir Path directory) {
    file = directory.resolve("journal.db");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private Journal journal() throws JournalException {
    return Journal.open(file, CLOCK);
  }

  /** Ids 1 to 4: ready, local, quarantined with that error, sent. */
  private void four(String error) throws JournalException {
    feed.close();
    try (Journal journal = journal()) {
      append(journal, "t:12.5|ms|#k:v\nt:7|ms|#k:v", OutboxState.READY);
      append(journal, "c:3|c", OutboxState.LOCAL);
      append(journal, "g:-2.5|g", OutboxState.READY);
      append(journal, "s:a|s", OutboxState.READY);
      List<OutboxRow> rows = journal.peek(9);
      journal.quarantine(rows.get(1), error);
      journal.markInFlight(rows.get(2));
      journal.acknowledge(rows.get(2));
    }
  }

  private void append(Journal journal, String lines, OutboxState state) throws JournalException {
    Fragment fragment = feed.send(lines).close();
    journal.append(
        fragment,
        new RequestPacker(Grid.within(0.005)).pack(fragment.interval(), fragment.series()),
        state);
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> command = new ArrayList<>(List.of(arguments));
    command.add("--journal-path=" + file);
    CommandLine line = OutboxCommand.commandLine(Map.of("HOME", "/home/kim"), CLOCK);
    line.setExecutionExceptionHandler(new ErrorPrinter());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.getSubcommands()
        .values()
        .forEach(
            subcommand -> {
              subcommand.setOut(line.getOut());
              subcommand.setErr(line.getErr());
            });
    return line.execute(command.toArray(String[]::new));
  }

  /** What was printed, with single spaces. */
  private String words() {
    return out.toString().replaceAll(" +", " ");
  }

  private long requests(OutboxState state) throws JournalException {
    try (Journal journal = journal()) {
      return journal.outboxStatus().requests().getOrDefault(state, 0L);
    }
  }

  @Test
  void status_four_showsEachStateAndTheOldest() throws Exception {
    four("bad");

    assertEquals(0, run("status"), err::toString);

    assertTrue(words().contains("ready 1 "), out::toString);
    assertTrue(words().contains("quarantined 1 "), out::toString);
    assertTrue(words().contains("done 1 "), out::toString);
    assertTrue(
        out.toString().contains("oldest unsent: 1970-01-01T00:01:00Z, 3540 s ago"), out::toString);
    assertEquals(0, run("status", "--json"));
    assertEquals(1, JSON.readTree(out.toString()).path("local").asInt());
  }

  @Test
  void list_errorWithControlCharacters_isEscaped() throws Exception {
    four("bad \u001b[31mvalue\n");

    assertEquals(0, run("list"), err::toString);

    assertEquals(4, out.toString().lines().count(), out::toString);
    assertTrue(out.toString().contains("bad \\u001B[31mvalue\\n"), out::toString);
    assertFalse(out.toString().contains("\u001b"), "an escape reaches the terminal");
  }

  @Test
  void list_byStateAndById_showsThese() throws Exception {
    four("bad");

    assertEquals(0, run("list", "--state=quarantined,local", "--json"), err::toString);
    JsonNode listed = JSON.readTree(out.toString());
    assertEquals(List.of("2", "3"), listed.findValuesAsText("id"));
    assertEquals(List.of("local", "quarantined"), listed.findValuesAsText("state"));

    assertEquals(0, run("list", "1", "--json"), err::toString);
    assertEquals(List.of("1"), JSON.readTree(out.toString()).findValuesAsText("id"));
    assertEquals("now", JSON.readTree(out.toString()).path(0).path("next").asText());
  }

  @Test
  void show_request_printsItsDatums() throws Exception {
    four("bad");

    assertEquals(0, run("show", "1"), err::toString);

    assertTrue(out.toString().contains("request 1: ready, interval 1970-01-01T00:01:00Z"));
    List<String> cells =
        List.of(out.toString().lines().reduce("", (first, second) -> second).split(" +", -1));
    assertEquals(List.of("t", "k=v", "Milliseconds", "2", "19.500", "7", "12.500", "2"), cells);
  }

  @Test
  void show_sentOrUnknown_saysSo() throws Exception {
    four("bad");

    for (String id : List.of("4", "99")) {
      assertEquals(1, run("show", id));
      assertTrue(err.toString().contains("there is no request " + id), err::toString);
    }
  }

  @Test
  void export_all_isWhatTheAwsCommandTakes() throws Exception {
    four("bad");

    assertEquals(0, run("export"), err::toString);

    List<String> lines = out.toString().lines().toList();
    assertEquals(3, lines.size());
    JsonNode timer = JSON.readTree(lines.get(0));
    assertEquals("Test", timer.path("Namespace").asText());
    JsonNode datum = timer.path("MetricData").path(0);
    assertEquals("t", datum.path("MetricName").asText());
    assertEquals("k", datum.path("Dimensions").path(0).path("Name").asText());
    assertEquals("1970-01-01T00:01:00Z", datum.path("Timestamp").asText());
    assertEquals(19.5, datum.path("StatisticValues").path("Sum").asDouble());
    assertEquals("[7.0,12.5]", datum.path("Values").toString());
    assertEquals("[1.0,1.0]", datum.path("Counts").toString());
    JsonNode gauge = JSON.readTree(lines.get(2)).path("MetricData").path(0);
    assertEquals(-2.5, gauge.path("Value").asDouble());
  }

  @Test
  void retry_quarantinedAndLocal_areReadyAgain() throws Exception {
    four("bad");

    assertEquals(0, run("retry", "--state=quarantined"), err::toString);
    assertEquals("requests made ready: 1", out.toString().strip());
    assertEquals(0, run("retry", "2"), err::toString);

    assertEquals(3, requests(OutboxState.READY));
  }

  @Test
  void retry_sent_staysSent() throws Exception {
    four("bad");

    assertEquals(0, run("retry", "4"));
    assertEquals("requests made ready: 0", out.toString().strip());
    assertEquals(0, run("drop", "--state=done"));

    assertEquals(1, requests(OutboxState.DONE));
  }

  @Test
  void drop_byId_isGoneAndCounted() throws Exception {
    four("bad");

    assertEquals(0, run("drop", "1", "3"), err::toString);

    assertEquals("requests dropped: 2", out.toString().strip());
    assertEquals(0, run("status"));
    assertTrue(out.toString().contains("requests dropped unsent: 2"), out::toString);
    assertEquals(1, requests(OutboxState.LOCAL));
  }

  @Test
  void change_ofNothingNamedOrBoth_isAMistake() throws Exception {
    four("bad");

    assertEquals(2, run("drop"));
    assertTrue(err.toString().contains("name the requests"), err::toString);
    assertEquals(2, run("retry", "1", "--state=ready"));
    assertEquals(2, run("retry", "--state=broken"));
    assertTrue(err.toString().contains("no state: \"broken\""), err::toString);
  }

  @Test
  void anyCommand_noJournal_saysSoAndMakesNone() {
    for (String command : List.of("status", "list", "export")) {
      assertEquals(1, run(command));
      assertTrue(err.toString().contains("there is no journal"), err::toString);
    }
    assertEquals(1, run("drop", "1"));
    assertTrue(Files.notExists(file));
  }

  /** A process that holds the journal and answers as a collector does. */
  private InetSocketAddress holder() throws Exception {
    Journal journal = journal();
    AdminServer admin =
        AdminServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Map.of(),
            new OutboxEndpoint(journal, wakeUps::incrementAndGet));
    open.add(admin);
    open.add(journal);
    return admin.address();
  }

  @Test
  void change_whileACollectorHoldsTheJournal_isMadeByIt() throws Exception {
    four("bad");
    int port = holder().getPort();

    assertEquals(0, run("retry", "3", "--admin-address=127.0.0.1:" + port), err::toString);

    assertEquals("requests made ready: 1", out.toString().strip());
    assertEquals(1, wakeUps.get());
    assertEquals(0, run("drop", "--state=ready", "--admin-address=127.0.0.1:" + port));
    assertEquals("requests dropped: 2", out.toString().strip());
  }

  @Test
  void change_nobodyAnswers_saysWhatToGive() throws Exception {
    four("bad");
    open.add(journal());

    assertEquals(1, run("retry", "3", "--admin-address=127.0.0.1:1"));

    assertTrue(err.toString().contains("give the collector's own --admin-address"), err::toString);
  }

  @Test
  void change_collectorOfAnotherJournal_isRefused() throws Exception {
    four("bad");
    int port = holder().getPort();

    HttpResponse<String> answer =
        post(port, "retry", "application/json", "", "{\"journal\": \"/other.db\", \"ids\": [3]}");

    assertEquals(409, answer.statusCode());
    assertTrue(answer.body().contains(file.toString()), answer::body);
  }

  @Test
  void post_fromAWebPageOrNotJson_isRefused() throws Exception {
    four("bad");
    int port = holder().getPort();
    String journal = "{\"journal\": \"" + file + "\", \"key\": \"" + JournalKey.read(file) + "\"";
    String change = journal + ", \"ids\": [3]}";

    assertEquals(
        403, post(port, "drop", "application/json", "http://evil.example", change).statusCode());
    assertEquals(403, post(port, "drop", "text/plain", "", change).statusCode());
    assertEquals(404, post(port, "burn", "application/json", "", change).statusCode());
    assertEquals(400, post(port, "drop", "application/json", "", "[1,").statusCode());
    assertEquals(
        400,
        post(port, "drop", "application/json", "", journal + ", \"states\": [\"x\"]}")
            .statusCode());
    assertEquals(200, post(port, "drop", "application/json", "", change).statusCode());
  }

  @Test
  void post_withoutTheJournalsKey_isRefused() throws Exception {
    four("bad");
    int port = holder().getPort();
    String journal = "{\"journal\": \"" + file + "\", \"ids\": [3]";

    for (String body : List.of(journal + "}", journal + ", \"key\": \"" + "0".repeat(32) + "\"}")) {
      assertEquals(403, post(port, "drop", "application/json", "", body).statusCode());
    }
    assertEquals(0, wakeUps.get());
  }

  @Test
  void post_longerThanAChangeMayBe_isRefused() throws Exception {
    four("bad");
    int port = holder().getPort();
    String change = "{\"journal\": \"" + file + "\", \"ids\": [3" + ", 3".repeat(22_000) + "]}";

    HttpResponse<String> answer = post(port, "drop", "application/json", "", change);

    assertEquals(413, answer.statusCode());
    assertTrue(answer.body().contains("name fewer requests"), answer::body);
  }

  private static HttpResponse<String> post(
      int port, String action, String type, String origin, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/outbox/" + action))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!origin.isEmpty()) {
      request.header("Origin", origin);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
