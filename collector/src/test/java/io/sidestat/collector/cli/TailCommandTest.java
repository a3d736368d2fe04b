package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.admin.AdminClient;
import io.sidestat.collector.admin.TailAnswer;
import io.sidestat.collector.aggregate.SampleTap;
import io.sidestat.collector.cloudwatch.Await;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.ConfigLoader;
import io.sidestat.collector.config.ConfigSources;
import io.sidestat.collector.config.HostPort;
import io.sidestat.collector.listen.InheritedSockets;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.publish.HostOffset;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command beside a collector in this process, over real sockets. */
// @BeforeEach sets the fields.
@SuppressWarnings("NullAway.Init")
class TailCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RULES =
      """
      rules:
        - match: api.*.latency
          name: ResponseTime
          dimensions: {Endpoint: $1}
        - match: debug.**
          drop: true
      """;

  private Collector collector;
  private boolean stopped;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("sidestat.yaml"), RULES);
    CollectorConfig config =
        ConfigLoader.load(
                new ConfigSources(
                    Optional.of(file),
                    Optional.empty(),
                    Map.of("ENVIRONMENT", "test"),
                    Map.of(
                        "listen.udp", "127.0.0.1:0",
                        "admin.address", "127.0.0.1:0",
                        "journal.path", directory.resolve("journal.db").toString())))
            .config();
    collector =
        Collector.start(
            config,
            HostOffset.NONE,
            Optional.empty(),
            InstantSource.system(),
            InheritedSockets.NONE);
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (!stopped) {
      stopped = true;
      Ledger ledger = collector.stop(Duration.ofSeconds(10));
      assertTrue(ledger.balanced(), ledger::toString);
    }
  }

  /** A run of the command, on a thread of its own. */
  private record Run(CompletableFuture<Integer> exit, StringWriter out, StringWriter err) {
    int exitCode() throws Exception {
      return exit.get(20, TimeUnit.SECONDS);
    }

    List<String> lines() {
      return out.toString().lines().toList();
    }
  }

  private Run tail(String... arguments) {
    return tailAt(collector.adminAddress().getPort(), arguments);
  }

  private static Run tailAt(int port, String... arguments) {
    List<String> all = new ArrayList<>(List.of("tail", "--admin-address=127.0.0.1:" + port));
    all.addAll(List.of(arguments));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CompletableFuture<Integer> exit =
        CompletableFuture.supplyAsync(
            () ->
                Main.commandLine(Map.of("HOME", "/"))
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true))
                    .execute(all.toArray(String[]::new)),
            task -> new Thread(task, "tail").start());
    return new Run(exit, out, err);
  }

  private void send(String datagram) throws IOException {
    Datagram.send(collector.listeners().udpPort(), datagram);
  }

  /** When the command has begun to look nobody tells: what it is to see is sent until it has. */
  private void sendUntilItEnds(Run run, String datagram) {
    Await.until(
        "the command has seen enough",
        () -> {
          send(datagram);
          return run.exit().isDone();
        });
  }

  private static void assertLine(String expected, String line) {
    assertTrue(
        Pattern.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  " + Pattern.quote(expected), line), line);
  }

  @Test
  void tail_ofAPattern_showsThoseLinesAsSent() throws Exception {
    Run run = tail("Resp*", "--lines=2");

    sendUntilItEnds(run, "ResponseTime:1:2|ms|@0.5|#Endpoint:/x\nother:1|c");

    assertEquals(0, run.exitCode());
    assertEquals(2, run.lines().size());
    assertLine("ResponseTime:1:2|ms|@0.5|#Endpoint:/x", run.lines().get(0));
    assertLine("ResponseTime:1:2|ms|@0.5|#Endpoint:/x", run.lines().get(1));
    assertEquals("", run.err().toString());
  }

  @Test
  void tail_shaped_tellsWhatBecameOfEachLine() throws Exception {
    Run run = tail("--lines=3", "--shaped");

    sendUntilItEnds(run, "api.users.latency:12.5|ms\ndebug.x:1|c\nbad:x|c");

    assertEquals(0, run.exitCode());
    assertLine(
        "api.users.latency:12.5|ms  -> ResponseTime{Endpoint=users,Environment=test}",
        run.lines().get(0));
    assertLine("debug.x:1|c  -> dropped by a rule", run.lines().get(1));
    assertLine(
        "bad:x|c  -> rejected, bad_value: the value is not a decimal number", run.lines().get(2));
  }

  @Test
  void tail_unshaped_tellsOnlyWhatIsNotInItsMetric() throws Exception {
    Run run = tail("--lines=2");

    sendUntilItEnds(run, "api.users.latency:12.5|ms\ndebug.x:1|c");

    assertLine("api.users.latency:12.5|ms", run.lines().get(0));
    assertLine("debug.x:1|c  -> dropped by a rule", run.lines().get(1));
  }

  @Test
  void tail_ofTheMetricsName_showsWhatBecomesIt() throws Exception {
    Run run = tail("ResponseTime", "--lines=1");

    sendUntilItEnds(run, "api.users.latency:12.5|ms");

    assertLine("api.users.latency:12.5|ms", run.lines().get(0));
  }

  @Test
  void tail_json_isAnObjectALine() throws Exception {
    Run run = tail("--lines=2", "--json");

    sendUntilItEnds(run, "api.users.latency:12.5|ms\ncaf\u00e9:1|c\u001b");

    assertEquals(2, run.lines().size());
    JsonNode first = JSON.readTree(run.lines().get(0));
    assertEquals("api.users.latency:12.5|ms", first.path("line").asText());
    assertEquals("aggregated", first.path("outcome").asText());
    assertEquals("ResponseTime{Endpoint=users,Environment=test}", first.path("metric").asText());
    JsonNode second = JSON.readTree(run.lines().get(1));
    assertEquals("caf\u00e9:1|c\u001b", second.path("line").asText());
    assertTrue(run.out().toString().chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 127)));
  }

  @Test
  void tail_ofHostileNames_escapesThem() throws Exception {
    Run run = tail("--lines=2", "--shaped");

    sendUntilItEnds(run, "a\u001b[31m\u202e\t:1|c|#k\u009b:\u001b]0;x\u0007\na\u001b:x|c");

    String text = run.out().toString();
    assertTrue(text.contains("a\\u001B[31m\\u202E\\t:1|c|#k\\u009B:\\u001B]0;x\\u0007"), text);
    assertTrue(text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 127)), text);
  }

  @Test
  void tail_ofNothingThatCame_printsNothingAndEndsInTime() throws Exception {
    Run run = tail("nothing.**", "--seconds=1");
    sendUntilItEnds(run, "other:1|c");

    assertEquals(0, run.exitCode());
    assertEquals("", run.out().toString());
    assertEquals("", run.err().toString());
  }

  @Test
  void tail_ofAFlood_showsSomeAndCountsTheOthers() throws Exception {
    Run run = tail("t.*", "--seconds=3");
    Await.until(
        "it looks",
        () -> {
          send("t.marker:1|c");
          return run.out().toString().contains("t.marker");
        });
    int datagrams = 100;
    String twenty = "t.flood:1|c\n".repeat(20);
    for (int i = 0; i < datagrams; i++) {
      send(twenty);
    }

    assertEquals(0, run.exitCode());
    long shown = run.lines().stream().filter(line -> line.contains("t.flood:1|c")).count();
    long notShown =
        Pattern.compile("(?m)^\\.\\.\\. (\\d+) more not shown$")
            .matcher(run.out().toString())
            .results()
            .mapToLong(found -> Long.parseLong(found.group(1)))
            .sum();
    assertTrue(notShown > 0, "nothing was left out");
    assertEquals(20L * datagrams, shown + notShown);
  }

  @Test
  void tail_ofSoManyLines_printsThoseAndNothingElse() throws Exception {
    Run run = tail("--lines=1");

    sendUntilItEnds(run, "t:1|c\n".repeat(1_000));

    assertEquals(1, run.lines().size(), run.lines()::toString);
  }

  @Test
  void tail_whenTheCollectorEnds_saysSo() throws Exception {
    Run run = tail();
    Await.until(
        "it looks",
        () -> {
          send("a:1|c");
          return run.out().toString().contains("a:1|c");
        });

    stop();

    assertEquals(1, run.exitCode());
    assertTrue(run.err().toString().contains("no collector tells its status"), run.err()::toString);
  }

  @Test
  void tail_withoutCollector_saysWhatToDo() throws Exception {
    int free;
    try (ServerSocket reserved = new ServerSocket(0)) {
      free = reserved.getLocalPort();
    }
    Run run = tailAt(free);

    assertEquals(1, run.exitCode());
    assertTrue(run.err().toString().contains("connection refused"), run.err()::toString);
    assertTrue(run.err().toString().contains("sidestat doctor"), run.err()::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--lines=0", "--seconds=-1", "a(b", "a:1|c", "--seconds=x"})
  void call_thatIsMistaken_saysWhyAndEndsWith2(String argument) throws Exception {
    Run run = tail(argument);

    assertEquals(2, run.exitCode());
    assertFalse(run.err().toString().isBlank());
    assertEquals("", run.out().toString());
  }

  @Test
  void tail_oneTooMany_isToldWhatToDo() throws Exception {
    AdminClient client =
        new AdminClient(new HostPort("127.0.0.1", collector.adminAddress().getPort()));
    for (int i = 0; i < SampleTap.TAILS_MAX; i++) {
      assertEquals(TailAnswer.Kind.LINES, client.beginTail("**", Duration.ofSeconds(5)).kind());
    }

    Run run = tail();

    assertEquals(1, run.exitCode());
    assertTrue(run.err().toString().contains("8 tails are on"), run.err()::toString);
  }

  /** As when a terminal stood still for too long. */
  @Test
  void tail_thatWasForgotten_isAnswered404() throws Exception {
    AdminClient client =
        new AdminClient(new HostPort("127.0.0.1", collector.adminAddress().getPort()));
    String id = client.beginTail("**", Duration.ofSeconds(5)).id();
    client.endTail(id, Duration.ofSeconds(5));

    TailAnswer answer = client.lookAtTail(id, Duration.ofSeconds(5));

    assertEquals(TailAnswer.Kind.ENDED, answer.kind());
    assertTrue(answer.words().contains("begin another"), answer::words);
  }
}
