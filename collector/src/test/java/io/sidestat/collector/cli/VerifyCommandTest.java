package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.cloudwatch.Answer;
import io.sidestat.collector.cloudwatch.AwsProperties;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.ReceivedDatum;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command over the real SDK, at 12:10 on a clock that moves when the command waits. */
final class VerifyCommandTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final String SLO =
      """
      services:
        - name: ai
          namespace: ReFit/AI
          environment: production
          endpoints: [/api/ai/recommendations]
          objectives:
            - availability: 99%
            - latency: p95 < 500 ms
            - latency: 90% < 400 ms
      """;

  @RegisterExtension final AwsProperties aws = new AwsProperties();
  private final FakeCloudWatch cloudWatch = FakeCloudWatch.start();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<Duration> pauses = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private Instant now = NOON.plus(Duration.ofMinutes(10));
  @TempDir private Path directory;

  @BeforeEach
  void environment() throws Exception {
    Files.writeString(directory.resolve("slo.yaml"), SLO);
    environment.put("HOME", directory.toString());
    environment.put("SIDESTAT_NAMESPACE", "ReFit/AI");
    environment.put("SIDESTAT_PUBLISH_ENDPOINT", cloudWatch.endpoint().toString());
  }

  @AfterEach
  void close() {
    cloudWatch.close();
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--slo", directory + "/slo.yaml"));
    all.addAll(List.of(arguments));
    VerifyCommand command =
        new VerifyCommand(
            environment,
            () -> now,
            time -> {
              pauses.add(time);
              now = now.plus(time);
            });
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new ErrorPrinter())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private JsonNode json(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("--json"));
    all.addAll(List.of(arguments));
    var unused = run(all.toArray(String[]::new));
    return new ObjectMapper().readTree(out.toString());
  }

  private static SloTraffic traffic() {
    return new SloTraffic();
  }

  private void hold(SloTraffic traffic) {
    cloudWatch.hold(traffic.datums());
  }

  @Test
  void verify_allWell_isKept() {
    hold(traffic().minutes(NOON, 10, 200, 1, 300).alive(NOON, 10));

    assertEquals(0, run("--window", "10m"), err::toString);

    assertEquals(
        """
        endpoint                 objective         measured  target    samples  budget left  verdict
        /api/ai/recommendations  availability 99%  99.502 %  99%          2010     50.248 %  kept
        /api/ai/recommendations  p95 < 500 ms      300 ms    < 500 ms     2010        100 %  kept
        /api/ai/recommendations  90% < 400 ms      100 %     90%          2010        100 %  kept
        window: 10m until 2026-11-26T12:10:00Z
        """,
        out.toString());
    assertEquals("", err.toString());
  }

  @Test
  void verify_slowEndpoint_isViolated() throws Exception {
    hold(traffic().minutes(NOON, 10, 200, 0, 700).alive(NOON, 10));

    JsonNode results = json("--window", "10m").path("results");

    assertEquals("kept", results.path(0).path("verdict").asText());
    assertEquals("violated", results.path(1).path("verdict").asText());
    assertEquals(700, results.path(1).path("measured").asDouble());
    assertEquals("ms", results.path(1).path("unit").asText());
    // Half of the requests where 5 % may be: ten times the budget.
    assertEquals(-900, results.path(1).path("budgetLeftPercent").asDouble(), 1e-9);
    assertEquals("violated", results.path(2).path("verdict").asText());
    assertEquals(50, results.path(2).path("measured").asDouble());
    assertEquals(1, run("--window", "10m"));
  }

  @Test
  void verify_failingEndpoint_isViolated() throws Exception {
    hold(traffic().minutes(NOON, 10, 190, 10, 300).alive(NOON, 10));

    JsonNode result = json("--window", "10m").path("results").path(0);

    assertEquals("violated", result.path("verdict").asText());
    assertEquals(95, result.path("measured").asDouble(), 1e-9);
    assertEquals(-400, result.path("budgetLeftPercent").asDouble(), 1e-9);
    assertEquals(1, run("--window", "10m"));
  }

  @Test
  void verify_exactlyTheTarget_isKept() {
    hold(traffic().minutes(NOON, 10, 99, 1, 300).alive(NOON, 10));

    assertEquals(0, run("--window", "10m"), out::toString);
  }

  @Test
  void verify_noTraffic_isNoDataAndSaysThatTheCollectorLives() {
    hold(traffic().alive(NOON, 10));

    assertEquals(3, run("--window", "10m"));

    assertTrue(
        out.toString().contains("no requests, though the collector reported"), out::toString);
  }

  @Test
  void verify_noTrafficAndThatIsAllowed_isFine() {
    hold(traffic().alive(NOON, 10));

    assertEquals(0, run("--window", "10m", "--allow-idle"), out::toString);
  }

  @Test
  void verify_nothingAtAll_isNoDataEvenIfIdleIsAllowed() {
    assertEquals(3, run("--window", "10m", "--allow-idle"));

    assertTrue(out.toString().contains("sidestat doctor"), out::toString);
  }

  @Test
  void verify_tooFewSamples_isNotEnough() {
    hold(traffic().minute(NOON, 9, 0, 300).alive(NOON, 10));

    assertEquals(3, run("--window", "10m"));

    assertTrue(
        out.toString().contains("9 samples are too few to say: it takes 100"), out::toString);
    assertTrue(out.toString().contains("9 samples are too few to say: it takes 20"), out::toString);
  }

  @Test
  void verify_fewSamplesButAllBad_isViolated() {
    hold(traffic().minute(NOON, 0, 9, 300).alive(NOON, 10));

    assertEquals(1, run("--window", "10m"));
  }

  @Test
  void verify_fewSamplesThatAreEnoughForTheUser_isKept() {
    hold(traffic().minute(NOON, 9, 0, 300).alive(NOON, 10));

    assertEquals(0, run("--window", "10m", "--min-samples", "5"), out::toString);
  }

  @Test
  void verify_collectorSilentHalfOfTheTime_isNotEnough() {
    for (int minute = 0; minute < 10; minute += 2) {
      Instant start = NOON.plus(Duration.ofMinutes(minute));
      hold(traffic().minute(start, 200, 0, 300).alive(start, 1));
    }

    assertEquals(3, run("--window", "10m"));

    assertTrue(out.toString().contains("the collector did not report then"), out::toString);
  }

  @Test
  void verify_halfTheMinutesMissingWithoutHeartbeats_isNotEnough() {
    for (int minute = 0; minute < 10; minute += 2) {
      hold(traffic().minute(NOON.plus(Duration.ofMinutes(minute)), 200, 0, 300));
    }

    assertEquals(3, run("--window", "10m"));

    assertTrue(out.toString().contains("there is traffic in the others"), out::toString);
  }

  @Test
  void verify_quietMinutesWhileTheCollectorReports_areNotMissing() {
    for (int minute = 0; minute < 10; minute += 2) {
      hold(traffic().minute(NOON.plus(Duration.ofMinutes(minute)), 200, 0, 300));
    }
    hold(traffic().alive(NOON, 10));

    assertEquals(0, run("--window", "10m"), out::toString);
  }

  @Test
  void verify_collectorThatStopped_isNotEnough() {
    hold(traffic().minutes(NOON, 4, 200, 0, 300).alive(NOON, 4));

    assertEquals(3, run("--window", "10m"), out::toString);
  }

  @Test
  void verify_serviceThatBeganInTheWindow_isJudgedFromThenOn() {
    Instant began = NOON.plus(Duration.ofMinutes(8));
    hold(traffic().minutes(began, 2, 200, 0, 300).alive(began, 2));

    assertEquals(0, run("--window", "10m"), out::toString);
  }

  @Test
  void verify_latencyWithoutRequestCounts_isKeptAndNoData() {
    hold(traffic().minutes(NOON, 10, 200, 0, 300).alive(NOON, 10));
    write(
        SLO.replace(
            "availability: 99%", "availability: 99%\n        good: [3xx]\n        bad: [4xx]"));

    assertEquals(3, run("--window", "10m"));
  }

  private void write(String slo) {
    try {
      Files.writeString(directory.resolve("slo.yaml"), slo);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void verify_statisticSetsOnly_saysThatThereAreNoPercentiles() {
    SloTraffic traffic = traffic().minutes(NOON, 10, 200, 0, 300);
    cloudWatch.hold(
        traffic.datums().stream()
            .map(
                datum ->
                    new ReceivedDatum(
                        datum.key(),
                        datum.timestampEpochMillis(),
                        60,
                        datum.statistics(),
                        new double[0],
                        new double[0]))
            .toList());

    assertEquals(3, run("--window", "10m"));
    assertTrue(out.toString().contains("no percentile of them"), out::toString);
  }

  @Test
  void verify_accessDenied_couldNotAskAndNamesThePermission() {
    cloudWatch.alwaysAnswerReads(Answer.readDenied());

    assertEquals(4, run("--window", "10m", "--wait", "10m"));

    assertTrue(err.toString().contains("denies cloudwatch:GetMetricData"), err::toString);
    assertTrue(err.toString().contains("iam-policy --for verify"), err::toString);
    assertEquals(List.of(), pauses);
  }

  @Test
  void verify_throttledForAWhile_asksAgain() {
    hold(traffic().minutes(NOON, 10, 200, 0, 300).alive(NOON, 10));
    cloudWatch.scriptReads(Answer.throttle(), Answer.throttle());

    assertEquals(0, run("--window", "10m"), err::toString);
  }

  @Test
  void verify_throttledAllTheTime_couldNotAsk() {
    cloudWatch.alwaysAnswerReads(Answer.throttle());

    assertEquals(4, run("--window", "10m"));

    assertTrue(err.toString().contains("asked too often"), err::toString);
  }

  @Test
  void verify_endpointAway_couldNotAsk() {
    environment.put("SIDESTAT_PUBLISH_ENDPOINT", "http://127.0.0.1:1");

    assertEquals(4, run("--window", "10m"));

    assertTrue(err.toString().contains("cannot be reached"), err::toString);
  }

  @Test
  void verify_loginPageInCloudWatchsPlace_couldNotAsk() {
    cloudWatch.alwaysAnswerReads(Answer.page(200));

    assertEquals(4, run("--window", "10m"), out::toString);
  }

  @Test
  void verify_pagesWithoutEnd_couldNotAsk() {
    hold(traffic().minutes(NOON, 10, 200, 0, 300).alive(NOON, 10));
    cloudWatch.alwaysAnswerReads(Answer.endlessPages());

    assertEquals(4, run("--window", "10m"));

    assertTrue(err.toString().contains("its pages do not end"), err::toString);
  }

  @Test
  void verify_valuesThatAreNoNumbers_areNoData() {
    hold(traffic().minutes(NOON, 10, 200, 0, 300).alive(NOON, 10));
    cloudWatch.alwaysAnswerReads(Answer.notNumbers());

    assertEquals(3, run("--window", "10m"));
  }

  @Test
  void verify_resultsThatFailed_couldNotAsk() {
    cloudWatch.alwaysAnswerReads(Answer.resultStatus("InternalError"));
    assertEquals(4, run("--window", "10m"));

    cloudWatch.alwaysAnswerReads(Answer.resultStatus("Forbidden"));
    assertEquals(4, run("--window", "10m"));
    assertTrue(err.toString().contains("denies this metric"), err::toString);
  }

  @Test
  void verify_waiting_asksUntilTheDataIsThere() {
    hold(traffic().minutes(NOON.plus(Duration.ofMinutes(11)), 2, 200, 0, 300));

    assertEquals(0, run("--window", "10m", "--wait", "10m"), out::toString);

    assertTrue(now.isBefore(NOON.plus(Duration.ofMinutes(12))), now::toString);
    assertTrue(err.toString().contains("waiting until 2026-11-26T12:20:00Z"), err::toString);
  }

  @Test
  void verify_waitingInVain_endsInTime() {
    assertEquals(3, run("--window", "10m", "--wait", "2m"));

    assertEquals(NOON.plus(Duration.ofMinutes(12)), now);
  }

  @Test
  void verify_afterADeployment_looksAtNothingBefore() throws Exception {
    // Bad until 12:10, then good.
    hold(traffic().minutes(NOON, 10, 100, 100, 900).alive(NOON, 10));
    Instant deployed = NOON.plus(Duration.ofMinutes(10));
    hold(traffic().minutes(deployed, 5, 200, 0, 300).alive(deployed, 5));

    JsonNode report = json("--after", "now", "--window", "5m", "--wait", "10m", "--compare", "10m");

    JsonNode result = report.path("results").path(0);
    assertEquals("kept", report.path("verdict").asText(), report::toString);
    assertEquals("2026-11-26T12:10:00Z", result.path("from").asText());
    assertEquals("2026-11-26T12:15:00Z", result.path("to").asText());
    assertEquals(1000, result.path("samples").asDouble());
    assertEquals(50, result.path("before").path("measured").asDouble());
    assertEquals(List.of(Duration.ofSeconds(5 * 60 + 90)), pauses);
  }

  @Test
  void verify_withoutWindow_usesTheObjectivesOwn() throws Exception {
    hold(traffic().minutes(NOON.minus(Duration.ofDays(29)), 10, 200, 0, 300));

    JsonNode result = json().path("results").path(0);

    assertEquals("2026-10-27T12:10:00Z", result.path("from").asText());
    assertEquals(2000, result.path("samples").asDouble());
  }

  @Test
  void verify_junit_isXmlWithAFailureForEachViolation() throws Exception {
    hold(traffic().minutes(NOON, 10, 200, 0, 700).alive(NOON, 10));
    Path file = directory.resolve("report.xml");

    assertEquals(1, run("--window", "10m", "--junit", file.toString()));

    var suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(file.toFile())
            .getDocumentElement();
    assertEquals("3", suite.getAttribute("tests"));
    assertEquals("2", suite.getAttribute("failures"));
    assertEquals(3, suite.getElementsByTagName("testcase").getLength());
    assertEquals(2, suite.getElementsByTagName("failure").getLength());
    // The table is printed all the same.
    assertTrue(out.toString().contains("VIOLATED"), out::toString);
  }

  @Test
  void verify_markdown_addsToTheFile() throws Exception {
    hold(traffic().minutes(NOON, 10, 200, 0, 300).alive(NOON, 10));
    Path file = Files.writeString(directory.resolve("summary.md"), "before\n");

    assertEquals(0, run("--window", "10m", "--markdown", file.toString()));

    String text = Files.readString(file);
    assertTrue(text.startsWith("before\n**Objectives: kept**"), text);
    assertTrue(text.contains("| /api/ai/recommendations | p95 &lt; 500 ms |"), text);
  }

  @Test
  void verify_reportThatCannotBeWritten_keepsTheVerdict() {
    hold(traffic().minutes(NOON, 10, 200, 0, 700).alive(NOON, 10));

    assertEquals(1, run("--window", "10m", "--json", directory + "/none/x.json"));

    assertTrue(err.toString().contains("the report cannot be written"), err::toString);
  }

  @Test
  void verify_local_readsTheJournal() {
    assertEquals(4, run("--window", "10m", "--local"));

    assertTrue(err.toString().contains("there is no journal"), err::toString);
    assertEquals(List.of(), cloudWatch.requests());
  }

  @Test
  void verify_mistakesInTheCall_are2() {
    assertEquals(2, run("--window", "90s"));
    assertEquals(2, run("--after", "now"));
    assertEquals(2, run("--window", "10m", "--after", "yesterday"));
    assertEquals(2, run("--window", "10m", "--json", "--junit"));
    assertEquals(2, run("--window", "10m", "--min-data", "101"));
    assertEquals(2, run("--window", "10m", "--notify", "env:NONE"));
    assertEquals(2, run("--window", "10m", "--slo", directory + "/none.yaml"));
  }

  @Test
  void verify_webhookAddressThatIsNone_isNotPrinted() {
    assertEquals(2, run("--window", "10m", "--notify", "secret-token"));

    assertEquals(2, run("--window", "10m", "--notify", "env:https://x/secret-token"));
    assertEquals(2, run("--window", "10m", "--notify", "file:https://x/secret-token"));

    assertFalse(err.toString().contains("secret-token"), err::toString);
  }
}
