package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.cloudwatch.Answer;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.MetricKey;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.query.JournalQuery;
import io.sidestat.collector.query.Query;
import io.sidestat.collector.query.QueryRow;
import io.sidestat.collector.query.Statistic;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar where something is missing, taken, refused, broken or killed. */
// @BeforeEach sets the fields.
@SuppressWarnings("NullAway.Init")
final class PackagedJarTroubleIT {
  private static final Map<String, String> DEVELOPMENT = Map.of("Environment", "development");
  private static final MetricKey JOBS = new MetricKey("Sidestat", "jobs", "Count", DEVELOPMENT);

  private final FakeCloudWatch cloudWatch = FakeCloudWatch.start();
  private final List<AutoCloseable> open = new ArrayList<>(List.of(cloudWatch));
  private Path directory;
  private Path journal;

  @BeforeEach
  void use(@TempDir Path directory) {
    this.directory = directory;
    journal = directory.resolve("journal.db");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  @Test
  void run_publishingOff_needsNoAwsSettingAndSendsNothing() throws Exception {
    SidestatProcess collector =
        run(Map.of("AWS_ENDPOINT_URL", cloudWatch.endpoint().toString())).awaitListening();
    send(collector, "jobs:2|c");
    collector.await("it is journaled", () -> journaled("jobs") == 2);

    assertEquals("off", collector.status().path("publishing").asText());
    assertTrue(collector.status().path("outbox").path("local").asLong() >= 1);
    assertEquals(0, collector.terminate());
    assertEquals(List.of(), cloudWatch.requests());
    assertEquals(1, collector.stderrLines("publishing is off"));
    assertEquals(0, collector.stderrLines(" WARN "), collector.stderr());
    assertEquals(0, collector.stderrLines(" ERROR "), collector.stderr());
  }

  @Test
  void run_endpointDownThenUp_everythingArrivesAndTheLogWarnsOnce() throws Exception {
    int port = freePort();
    SidestatProcess collector = run(publishingTo("http://127.0.0.1:" + port)).awaitListening();
    send(collector, "jobs:2|c");
    collector.await("a send has failed", () -> collector.stderrLines("publishing fails") == 1);
    send(collector, "jobs:3|c");
    collector.await("both are journaled", () -> journaled("jobs") == 5);

    FakeCloudWatch late = FakeCloudWatch.startOn(port);
    open.add(late);

    collector.await("all has arrived", () -> sum(late, JOBS) == 5);
    collector.await("recovery is told", () -> collector.stderrLines("works again") == 1);
    assertEquals(1, collector.stderrLines(" WARN "), collector.stderr());
    assertEquals(0, collector.terminate());
  }

  @Test
  void run_accessDenied_logNamesThePermissionAndTheJournalKeepsTheRequest() throws Exception {
    cloudWatch.alwaysAnswer(Answer.accessDenied());
    SidestatProcess collector =
        run(publishingTo(cloudWatch.endpoint().toString())).awaitListening();
    send(collector, "jobs:2|c");

    collector.await(
        "the refusal is told",
        () -> collector.stderrLines("to call cloudwatch:PutMetricData") == 1);

    assertEquals(1, collector.stderrLines("assumed-role/web/i-0abc"), "names the identity");
    collector.await(
        "it waits", () -> collector.status().path("outbox").path("ready").asLong() >= 1);
    assertTrue(
        collector.status().path("publish").path("lastError").asText().contains("AccessDenied"));
    assertEquals(2, journaled("jobs"));
    assertEquals(0, collector.terminate());
  }

  @Test
  void run_oneMetricRefused_allElseArrivesAndTheOutboxShowsIt() throws Exception {
    cloudWatch.refuse("m17");
    SidestatProcess collector =
        run(publishingTo(cloudWatch.endpoint().toString())).awaitListening();
    StringBuilder lines = new StringBuilder("jobs:2|c");
    for (int i = 0; i < 100; i++) {
      lines.append("\nm").append(i).append(":1|c");
    }
    send(collector, lines.toString());

    collector.await(
        "it is set aside",
        () -> collector.status().path("outbox").path("quarantined").asLong() >= 1);
    collector.await("all else arrives", () -> cloudWatch.metrics().size() == 100);

    assertEquals(2, sum(cloudWatch, JOBS));
    collector.await("it is said", () -> collector.stderrLines("metric=m17") == 1);
    SidestatProcess list = command("outbox", "list", "--journal-path=" + journal);
    assertEquals(0, list.exitCode());
    assertTrue(list.stdout().contains("quarantined"), list.stdout());
    assertTrue(list.stdout().contains("The value for parameter Values is invalid"), list.stdout());
    String id = list.stdout().lines().skip(1).findFirst().orElseThrow().split(" +", 2)[0];
    SidestatProcess drop =
        command(
            "outbox",
            "drop",
            id,
            "--journal-path=" + journal,
            "--admin-address=" + collector.adminAddress().getAuthority());
    assertEquals(0, drop.exitCode(), drop.stderr());
    assertEquals("requests dropped: 1", drop.stdout().strip());
    assertEquals(0, collector.terminate());
  }

  @Test
  void run_journalDamaged_isMovedAsideSaidAndTheCollectorRuns() throws Exception {
    Files.writeString(journal, "this is no journal\n".repeat(500));
    SidestatProcess collector = run(Map.of()).awaitListening();

    assertEquals(1, collector.stderrLines("the journal is damaged"), collector.stderr());
    send(collector, "jobs:2|c");
    collector.await("it is journaled", () -> journaled("jobs") == 2);
    assertEquals(0, collector.terminate());
  }

  @Test
  void run_secondSignalWhileStopping_endsAtOnceWithTheJournalIntact() throws Exception {
    cloudWatch.alwaysAnswer(Answer.hang());
    SidestatProcess collector =
        run(publishingTo(cloudWatch.endpoint().toString())).awaitListening();
    send(collector, "jobs:2|c");
    collector.awaitReceived(1);

    collector.signal();
    collector.await("it is journaled", () -> journaled("jobs") == 2);
    collector.signal();

    assertEquals(143, collector.exitCode());
    assertEquals(1, collector.stderrLines("a second signal: ends"), collector.stderr());
    assertEquals(2, journaled("jobs"));
    cloudWatch.alwaysAnswer(Answer.accept());
    SidestatProcess next = run(publishingTo(cloudWatch.endpoint().toString())).awaitListening();
    next.await("it is sent", () -> sum(cloudWatch, JOBS) == 2);
    assertEquals(0, next.terminate());
  }

  /** A disk that hangs must not make the supervisor kill us. */
  @Test
  void run_stoppedWhileTheJournalHangs_endsAtTheDeadline() throws Exception {
    SidestatProcess collector = run(Map.of(), "--stop-deadline=3s").awaitListening();
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + journal);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      send(collector, "jobs:1|c");
      collector.awaitReceived(1);
      long begun = System.nanoTime();

      int exitCode = collector.terminate();

      double seconds = (System.nanoTime() - begun) / 1e9;
      assertTrue(seconds < 4, "took " + seconds + " s");
      assertEquals(1, exitCode, collector.stderr());
      assertEquals(1, collector.stderrLines("samples_lost=1"), collector.stderr());
      statement.execute("ROLLBACK");
    }
  }

  @Test
  void command_outputCannotBeWritten_saysSoAndEndsWith1() throws Exception {
    SidestatProcess collector = run(Map.of()).awaitListening();
    assertEquals(0, collector.terminate());

    assertEquals(1, outboxStatus("> /dev/full"));
    assertTrue(Files.readString(directory.resolve("err")).contains("could not be written"));
    assertEquals(0, outboxStatus("| true"), "who reads no more has what he wants");
    assertEquals("", Files.readString(directory.resolve("err")));
  }

  private int outboxStatus(String outputTo) throws Exception {
    return new ProcessBuilder(
            "bash",
            "-c",
            "set -o pipefail; \"$0\" -jar \"$1\" outbox status --journal-path=\"$2\" " + outputTo,
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            System.getProperty("sidestat.jar", "target/sidestat.jar"),
            journal.toString())
        .redirectError(directory.resolve("err").toFile())
        .start()
        .waitFor();
  }

  @Test
  void run_noRegion_logNamesTheVariable() throws Exception {
    SidestatProcess collector = run(Map.of("CLOUDWATCH_METRICS_ENABLED", "true")).awaitListening();
    send(collector, "jobs:2|c");

    collector.await("it is told", () -> collector.stderrLines("set AWS_REGION") == 1);
    assertEquals(0, collector.terminate());
  }

  @Test
  void run_udpPortTaken_exitsWith1AndOneLineNamingIt() throws Exception {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      SidestatProcess collector = run(Map.of(), "--listen-udp=127.0.0.1:" + taken.getLocalPort());

      assertEquals(1, collector.exitCode());
      assertEquals(1, collector.stderr().lines().count(), collector.stderr());
      assertEquals(1, collector.stderrLines("udp 127.0.0.1:" + taken.getLocalPort()));
    }
  }

  /** Root may have any receive buffer; others are granted less and must be content with it. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void run_withoutCapabilities_listensAndReceives() throws Exception {
    SidestatProcess collector =
        opened(
            SidestatProcess.startWithoutCapabilities(
                directory,
                Map.of(),
                "run",
                "--listen-udp=127.0.0.1:0",
                "--listen-receive-buffer=1GiB",
                "--admin-address=127.0.0.1:0",
                "--journal-path=" + journal));
    collector.awaitListening();

    send(collector, "jobs:2|c");

    collector.awaitReceived(1);
    assertEquals(1, collector.stderrLines("receive buffer is smaller than asked for"));
    assertEquals(0, collector.terminate());
  }

  @Test
  void run_adminPortTaken_exitsWith1AndOneLineNamingIt() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      SidestatProcess collector =
          run(Map.of(), "--admin-address=127.0.0.1:" + taken.getLocalPort());

      assertEquals(1, collector.exitCode());
      assertEquals(1, collector.stderr().lines().count(), collector.stderr());
      assertEquals(1, collector.stderrLines("tcp 127.0.0.1:" + taken.getLocalPort()));
    }
  }

  @Test
  void run_journalBelowARegularFile_exitsWith1AndNamesThePath() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");

    SidestatProcess collector = run(Map.of(), "--journal-path=" + file.resolve("journal.db"));

    assertEquals(1, collector.exitCode());
    assertEquals(1, collector.stderr().lines().count(), collector.stderr());
    assertEquals(1, collector.stderrLines(file.toString()));
  }

  @Test
  void run_journalIsADirectory_exitsWith1AndNamesThePath() throws Exception {
    Path path = Files.createDirectory(directory.resolve("dir.db"));

    SidestatProcess collector = run(Map.of(), "--journal-path=" + path);

    assertEquals(1, collector.exitCode());
    assertEquals(1, collector.stderr().lines().count(), collector.stderr());
    assertEquals(1, collector.stderrLines(path.toString()));
  }

  @Test
  void run_configurationMistake_exitsWith2AndNamesTheSetting() throws Exception {
    SidestatProcess collector = run(Map.of("SIDESTAT_INTERVAL", "7s"));

    assertEquals(2, collector.exitCode());
    assertTrue(collector.stderr().contains("7s"), collector.stderr());
    assertTrue(collector.stderr().contains("SIDESTAT_INTERVAL"), collector.stderr());
    assertFalse(collector.stderr().contains("\tat "), "no stack");
  }

  @Test
  void run_journalOfARunningCollector_exitsWith1AndSaysSo() throws Exception {
    SidestatProcess first = run(Map.of()).awaitListening();

    SidestatProcess second = run(Map.of());

    assertEquals(1, second.exitCode());
    assertEquals(1, second.stderr().lines().count(), second.stderr());
    assertEquals(1, second.stderrLines("in use by another collector"));
    assertEquals(0, first.terminate());
  }

  @Test
  void run_malformedLines_areCountedByReasonAndNeighboursAreUnharmed() throws Exception {
    SidestatProcess collector = run(Map.of()).awaitListening();

    send(collector, "jobs:1|c\njobs:x|c\njobs:1|q\n:1|c\njobs\njobs:-5|ms\njobs:1|c|@7\njobs:2|c");
    collector.awaitReceived(8);

    JsonNode status = collector.status();
    Map<String, Integer> reasons = new TreeMap<>();
    status
        .path("rejectedByReason")
        .properties()
        .forEach(reason -> reasons.put(reason.getKey(), reason.getValue().asInt()));
    assertEquals(
        Map.of(
            "bad_value", 1,
            "unknown_type", 1,
            "empty_name", 1,
            "no_value", 1,
            "negative_timer", 1,
            "bad_rate", 1),
        reasons);
    assertEquals(2, status.path("ledger").path("aggregated").asLong());
    assertEquals(6, status.path("ledger").path("rejected").asLong());
    collector.await("the good ones are journaled", () -> journaled("jobs") == 3);
    assertEquals(0, collector.terminate());
  }

  @Test
  void kill9_journaledAndUnsent_isPublishedByTheNextRun() throws Exception {
    cloudWatch.alwaysAnswer(Answer.throttle());
    Map<String, String> environment = publishingTo(cloudWatch.endpoint().toString());
    SidestatProcess killed = run(environment).awaitListening();
    send(killed, "jobs:2|c");
    killed.await("it is journaled", () -> journaled("jobs") == 2);
    killed.await("a send was refused", () -> !cloudWatch.requests().isEmpty());
    killed.kill();
    cloudWatch.alwaysAnswer(Answer.accept());

    SidestatProcess next = run(environment).awaitListening();

    next.await("it has arrived", () -> sum(cloudWatch, JOBS) == 2);
    assertEquals(0, next.terminate());
    assertEquals(2, sum(cloudWatch, JOBS));
  }

  @Test
  void kill9_requestInFlight_isSentAgainAndCountedAsInDoubt() throws Exception {
    cloudWatch.alwaysAnswer(Answer.hang());
    Map<String, String> environment = publishingTo(cloudWatch.endpoint().toString());
    SidestatProcess killed = run(environment).awaitListening();
    send(killed, "jobs:2|c");
    killed.await(
        "a request is in flight",
        () -> killed.status().path("outbox").path("in_flight").asLong() == 1);
    killed.kill();
    cloudWatch.alwaysAnswer(Answer.accept());

    SidestatProcess next = run(environment).awaitListening();

    next.await("it has arrived", () -> sum(cloudWatch, JOBS) == 2);
    assertEquals(1, next.status().path("outbox").path("ambiguous_sends").asLong());
    assertEquals(0, next.terminate());
  }

  @Test
  void query_whileTheCollectorRuns_printsTheTruth() throws Exception {
    SidestatProcess collector = run(Map.of()).awaitListening();
    Truth truth = new Truth();
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 1; i <= 2000; i++) {
      double millis = Math.round(120 * Math.exp(0.5 * random.nextGaussian()) * 1e3) / 1e3;
      truth.add(millis);
      send(collector, "ResponseTime:" + millis + "|ms|#Endpoint:/api/x");
      if (i % 100 == 0) {
        collector.awaitReceived(i);
      }
    }
    collector.await("all is journaled", () -> journaled("ResponseTime") == truth.count());

    SidestatProcess table =
        command("query", "ResponseTime", "--by", "Endpoint", "--journal-path=" + journal);
    SidestatProcess json =
        command(
            "query",
            "ResponseTime",
            "-d",
            "Endpoint=/api/x",
            "--json",
            "--journal-path=" + journal);

    assertEquals(0, table.exitCode(), table.stderr());
    List<String> lines = table.stdout().lines().toList();
    assertEquals(
        List.of("Endpoint", "unit", "count", "avg", "p50", "p95", "p99", "max"),
        List.of(lines.get(0).trim().split("\\s+")));
    assertTrue(table.stdout().contains("/api/x"), table.stdout());
    assertEquals(0, json.exitCode(), json.stderr());
    JsonNode row = new ObjectMapper().readTree(json.stdout()).path(0);
    assertEquals("Milliseconds", row.path("unit").asText());
    JsonNode statistics = row.path("statistics");
    assertEquals(truth.count(), statistics.path("count").asInt());
    assertEquals(truth.percentile(100), statistics.path("max").asDouble());
    for (int percent : new int[] {50, 95, 99}) {
      truth.assertPercentile(percent, statistics.path("p" + percent).asDouble());
    }
    assertEquals(0, collector.terminate());
  }

  @Test
  void admin_halfARequest_holdsUpNoOther() throws Exception {
    SidestatProcess collector = run(Map.of());
    URI admin = collector.awaitListening().adminAddress();
    try (Socket half = new Socket(admin.getHost(), admin.getPort())) {
      half.getOutputStream().write("GET /hea".getBytes(StandardCharsets.UTF_8));
      half.getOutputStream().flush();

      assertEquals("off", collector.status().path("publishing").asText());
    }
  }

  @Test
  void query_periodOfZero_isAMistakeInTheCall() throws Exception {
    SidestatProcess query = command("query", "x", "--period", "0s");

    assertEquals(2, query.exitCode());
    assertTrue(query.stderr().contains("not a duration: \"0s\""), query.stderr());
  }

  @Test
  void run_unknownListenHost_namesTheSettingAndNoOtherCollector() throws Exception {
    SidestatProcess collector = run(Map.of(), "--listen-udp=nowhere.invalid:8125");

    assertEquals(1, collector.exitCode());
    assertTrue(collector.stderr().contains("listen.udp names a host"), collector.stderr());
    assertFalse(collector.stderr().contains("another collector"), collector.stderr());
  }

  @Test
  void demo_threeSeconds_addsUp() throws Exception {
    SidestatProcess demo = command("demo", "--duration", "3s");

    assertEquals(0, demo.exitCode(), () -> "demo failed");
    assertTrue(demo.stdout().contains("/api/ai/recommendations"), demo.stdout());
  }

  @Test
  void demo_keepRunning_staysUpAfterItsTableAndEndsWithAnother() throws Exception {
    SidestatProcess demo = command("demo", "--duration", "2s", "--keep-running");
    demo.await("the first table", () -> demo.stdout().contains("Staying up"));
    String first = demo.stdout();

    assertEquals(0, demo.terminate(), demo::toString);
    assertTrue(first.contains("It all adds up"), first);
    assertTrue(demo.stdout().substring(first.length()).contains("It all adds up"), demo.stdout());
  }

  @Test
  void demo_samplesOfOthers_areNotCountedAgainstIt() throws Exception {
    SidestatProcess demo = command("demo", "--duration", "4s");
    demo.await("the address", () -> demo.stdout().contains("udp 127.0.0.1:"));
    String port = demo.stdout().replaceAll("(?s).*?udp 127\\.0\\.0\\.1:(\\d+).*", "$1");
    try (DatagramSocket socket = new DatagramSocket()) {
      byte[] lines = "ResponseTime:42|ms|#Endpoint:/mine\nbad".getBytes(StandardCharsets.UTF_8);
      socket.send(
          new DatagramPacket(
              lines, lines.length, InetAddress.getLoopbackAddress(), Integer.parseInt(port)));
    }

    assertEquals(0, demo.exitCode(), demo::toString);
    assertTrue(demo.stdout().contains("0 lost, 1 rejected"), demo.stdout());
  }

  /** Starts a collector on free ports with intervals of a second; later arguments win. */
  private SidestatProcess run(Map<String, String> environment, String... arguments)
      throws IOException {
    Map<String, String> settings = new TreeMap<>();
    settings.put("--interval", "1s");
    settings.put("--listen-udp", "127.0.0.1:0");
    settings.put("--admin-address", "127.0.0.1:0");
    settings.put("--journal-path", journal.toString());
    for (String argument : arguments) {
      int equalsAt = argument.indexOf('=');
      settings.put(argument.substring(0, equalsAt), argument.substring(equalsAt + 1));
    }
    if (environment.containsKey("SIDESTAT_INTERVAL")) {
      settings.remove("--interval");
    }
    List<String> command = new ArrayList<>(List.of("run"));
    settings.forEach((flag, value) -> command.add(flag + "=" + value));
    return opened(SidestatProcess.start(directory, environment, command.toArray(String[]::new)));
  }

  private SidestatProcess command(String... arguments) throws IOException {
    return opened(SidestatProcess.start(directory, Map.of(), arguments));
  }

  private SidestatProcess opened(SidestatProcess process) {
    // Closed before the endpoint.
    open.add(0, process);
    return process;
  }

  private static Map<String, String> publishingTo(String endpoint) {
    return Map.of(
        "CLOUDWATCH_METRICS_ENABLED", "true",
        "ENVIRONMENT", "development",
        "AWS_REGION", "ap-northeast-2",
        "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY", "secret",
        "AWS_ENDPOINT_URL", URI.create(endpoint).toString());
  }

  /** Sends one datagram. */
  private static void send(SidestatProcess collector, String lines) throws IOException {
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(
          new DatagramPacket(
              bytes, bytes.length, InetAddress.getLoopbackAddress(), collector.udpPort()));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** What the journal holds of a metric: a timer's count, a counter's sum. */
  private double journaled(String metric) throws Exception {
    String statistic = metric.equals("ResponseTime") ? "count" : "sum";
    try (JournalReader reader = JournalReader.open(journal)) {
      List<QueryRow> rows =
          new JournalQuery(reader, Grid.within(0.005))
              .run(
                  new Query(
                      metric,
                      Map.of(),
                      List.of(),
                      Optional.empty(),
                      Instant.EPOCH,
                      Instant.now().plusSeconds(1),
                      List.of(Statistic.parse(statistic))));
      return rows.isEmpty() ? 0 : rows.get(0).statistics().get(0).orElse(0);
    }
  }

  private static double sum(FakeCloudWatch cloudWatch, MetricKey key) {
    return cloudWatch.metrics().contains(key) ? cloudWatch.metric(key).statistics().sum() : 0;
  }
}
