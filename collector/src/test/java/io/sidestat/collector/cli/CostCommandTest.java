package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.model.Offender;
import io.sidestat.collector.query.CostEstimate;
import io.sidestat.collector.query.CostJournal;
import io.sidestat.collector.query.Fleet;
import io.sidestat.collector.shape.RollUps;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command over a real journal, at 03:00 of the first day there is. */
class CostCommandTest {
  private static final RollUps ROLL_UPS =
      new RollUps(
          List.of(
              List.of("Endpoint"),
              List.of("Endpoint", "StatusCode"),
              List.of("Endpoint", "Environment")));
  private static final String[] SHOP = {
    "ResponseTime Endpoint=/a Environment=p",
    "RequestCount Endpoint=/a StatusCode=2xx Environment=p",
    "RequestCount Endpoint=/a StatusCode=5xx Environment=p"
  };

  private final Path directory;
  private final CostJournal journal;
  private final Map<String, String> environment = new HashMap<>(Map.of("HOME", "/home/kim"));
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Instant now = Instant.parse("1970-01-01T03:00:00Z");

  CostCommandTest(@TempDir Path directory) throws JournalException {
    this.directory = directory;
    journal = new CostJournal(directory, ROLL_UPS);
  }

  @AfterEach
  void close() throws JournalException {
    journal.close();
  }

  /** RequestCount: 6 metrics of 0.30; ResponseTime: 2; 60 requests an hour. */
  @Test
  void call_threeHours_printsTableSumsAndWindow() throws Exception {
    environment.put("CLOUDWATCH_METRICS_ENABLED", "true");
    journal.minutes(0, 180, SHOP);

    assertEquals(0, run(), err::toString);

    assertEquals(
        """
        metric        metrics  roll-ups  average  $/month
        RequestCount        6         4      6.0     1.80
        ResponseTime        2         1      2.0     0.60

        metrics   $2.40 a month: 8.0 in an average hour
        requests  $0.44 a month: 43800 of PutMetricData
        total     $2.84 a month

        estimated from 3.0 h of journal: 1970-01-01T00:00:00Z to 1970-01-01T03:00:00Z
        """,
        out.toString());
    assertEquals("", err.toString());
  }

  @Test
  void call_lessThanAnHourAndPublishingOff_saysSo() throws Exception {
    journal.minutes(170, 180, SHOP);

    assertEquals(0, run());

    assertTrue(
        out.toString()
            .endsWith(
                """
                estimated from 10.0 min of journal: 1970-01-01T02:50:00Z to 1970-01-01T03:00:00Z
                note: that is less than an hour: metrics that come up less often are not in it; \
                ask again later
                note: publishing is off in this configuration: nothing is charged as long as it is; \
                once it is on, two metrics of the collector itself come on top (self-metrics)
                """),
        out::toString);
  }

  @Test
  void text_fiveSeconds_areSeconds() {
    CostEstimate estimate = new CostEstimate(0, 5_000, 5 / 3600.0, 0, List.of(), 0, 0, 0, 0);

    String text =
        new CostReport(estimate, new Fleet(1, Set.of(), 0), List.of(), false, true, false).text();

    assertTrue(text.contains("estimated from 5 s of journal: 1970-01-01T00:00:00Z to"), text);
    assertTrue(text.contains("note: the journal holds no requests of that time"), text);
  }

  @Test
  void text_offenders_namesThoseWithManyValues() {
    CostEstimate estimate = new CostEstimate(0, 5_000, 5 / 3600.0, 0, List.of(), 0, 0, 0, 0);
    List<Offender> offenders =
        List.of(
            new Offender("t\u001b", "RequestId", 12_345, true),
            new Offender("t", "Zone", 49, false));

    String text =
        new CostReport(estimate, new Fleet(1, Set.of(), 0), offenders, false, true, false).text();

    assertTrue(text.contains("most values: t\\u001B by RequestId (at least 12345 values)\n"), text);
    assertFalse(text.contains("Zone"), text);
  }

  /** RequestCount's 4 roll-ups are left; ResponseTime's dimensions are themselves a roll-up. */
  @Test
  void call_withoutOriginals_pricesOnlyWhatIsPublished() throws Exception {
    journal.minutes(0, 180, SHOP);

    assertEquals(0, run("--publish-original", "false"));

    assertTrue(out.toString().contains("metrics   $1.80 a month: 6.0"), out::toString);
  }

  @Test
  void call_hostDimensionThatTheJournalLacks_saysThatMetricsAreMissing() throws Exception {
    journal.minutes(0, 180, SHOP);

    assertEquals(0, run("--hosts", "20", "--dimensions-from-ec2=InstanceId"));

    assertTrue(out.toString().contains("count up to 20 times as many"), out::toString);
  }

  @Test
  void call_hoursWithoutData_saysHowMany() throws Exception {
    journal.minutes(0, 60, SHOP).minutes(120, 180, SHOP);

    assertEquals(0, run());

    assertTrue(
        out.toString()
            .contains(
                "note: clock hours of that time in which nothing was received are left out: 1"),
        out::toString);
  }

  @Test
  void call_json_holdsTheSameNumbers() throws Exception {
    journal.minutes(0, 180, SHOP);

    assertEquals(0, run("--json"));

    JsonNode root = new ObjectMapper().readTree(out.toString());
    assertEquals("1970-01-01T03:00:00Z", root.at("/window/end").asText());
    assertEquals(3.0, root.at("/window/hours").asDouble(), 1e-9);
    assertEquals("RequestCount", root.at("/metrics/0/metric").asText());
    assertEquals("Test", root.at("/metrics/0/namespace").asText());
    assertEquals(6, root.at("/metrics/0/metrics").asInt());
    assertEquals(4, root.at("/metrics/0/rollUps").asInt());
    assertEquals(1.80, root.at("/metrics/0/dollarsPerMonth").asDouble(), 1e-9);
    assertEquals(180, root.at("/requests/counted").asInt());
    assertEquals(43_800, root.at("/requests/perMonth").asDouble(), 1e-6);
    assertEquals(8, root.at("/total/metrics").asInt());
    assertEquals(5, root.at("/total/rollUps").asInt());
    assertEquals(2.838, root.at("/total/dollarsPerMonth").asDouble(), 1e-9);
    assertEquals(1, root.at("/notes").size());
  }

  @Test
  void call_otherRollUpsAndPrices_areWhatIsCounted() throws Exception {
    journal.minutes(0, 180, SHOP);

    assertEquals(0, run("--rollups=none", "--prices-metric=1", "--prices-request=10", "--json"));

    JsonNode total = new ObjectMapper().readTree(out.toString()).path("total");
    assertEquals(3, total.path("metrics").asInt());
    assertEquals(0, total.path("rollUps").asInt());
    assertEquals(3 + 438, total.path("dollarsPerMonth").asDouble(), 1e-9);
  }

  @Test
  void call_hosts_multiplyRequestsAndTheirOwnMetrics() throws Exception {
    journal.minutes(0, 60, "a InstanceId=i-1", "b");

    assertEquals(0, run("--hosts=20"));
    assertTrue(out.toString().contains("metrics   $6.30 a month: 21.0 in"), out::toString);
    assertTrue(out.toString().contains("requests  $8.76 a month: 876000 of"), out::toString);
    assertTrue(out.toString().contains("note: counted for 20 hosts: 1 of this host's metrics"));

    out.getBuffer().setLength(0);
    assertEquals(0, run("--hosts=20", "--per-host=Other"));
    assertTrue(out.toString().contains("metrics   $0.60 a month: 2.0 in"), out::toString);
  }

  @Test
  void call_otherMetrics_fillTheDearerPrices() throws Exception {
    journal.minutes(0, 60, "a");

    assertEquals(0, run("--other-metrics=10000"));

    assertTrue(out.toString().contains("metrics   $0.10 a month"), out::toString);
  }

  @Test
  void call_since_boundsTheTime() throws Exception {
    journal.minutes(0, 120, "old").minutes(120, 180, "new");

    assertEquals(0, run("--since=1h"));

    assertFalse(out.toString().contains("old"), out::toString);
    assertTrue(out.toString().contains("estimated from 1.0 h"), out::toString);
  }

  @Test
  void call_namesThatSteerATerminal_areEscaped() throws Exception {
    journal.minutes(0, 60, "a\u001b[31m");

    assertEquals(0, run());

    assertTrue(out.toString().contains("a\\u001B[31m"), out::toString);
    assertFalse(out.toString().contains("\u001b"));
  }

  @Test
  void call_severalNamespaces_areAColumn() throws Exception {
    journal.minutes(0, 60, "a");
    journal.minute(60, "Elsewhere", "a");

    assertEquals(0, run());

    assertTrue(out.toString().startsWith("namespace  metric  metrics"), out::toString);
    assertTrue(out.toString().contains("\nElsewhere  a "), out::toString);
  }

  @Test
  void call_journalWithoutData_saysSoAndEndsWithZero() throws Exception {
    assertEquals(0, run());
    assertEquals("", out.toString());
    assertTrue(err.toString().startsWith("no data in that time"), err::toString);

    assertEquals(0, run("--json"));
    JsonNode root = new ObjectMapper().readTree(out.toString());
    assertEquals(0, root.at("/total/dollarsPerMonth").asDouble());
    assertEquals(1, root.at("/notes").size());
  }

  @Test
  void call_noJournal_endsWithOneAndSaysWhere() {
    assertEquals(1, run("--journal-path=" + directory.resolve("none.db")));

    assertTrue(err.toString().startsWith("sidestat: there is no journal: file="), err::toString);
  }

  @Test
  void call_mistakes_endWithTwoAndSayWhatIsAllowed() throws Exception {
    assertEquals(2, run("--hosts=0"));
    assertEquals(2, run("--hosts=1000001"));
    assertEquals(2, run("--other-metrics=-1"));
    assertEquals(2, run("--since=0s"));
    assertEquals(2, run("--prices-metric=0.3:10"));
    Path file = Files.writeString(directory.resolve("s.yaml"), "prices: {request: free}\n");
    assertEquals(2, run("--config=" + file));

    String said = err.toString();
    for (String words :
        List.of(
            "--hosts: found 0, allowed: 1 to 1000000",
            "--other-metrics: found -1, allowed: 0 or more",
            "not a duration: \"0s\"",
            "flag --prices-metric: found \"0.3:10\", allowed: price:count",
            "prices.request: found \"free\", allowed: 0 to 999999")) {
      assertTrue(said.contains(words), said);
    }
  }

  /** Three endpoints: 4 status classes each, with 6 more as roll-ups; 2 metrics of each other. */
  @Test
  void documentation_exampleOfATable_isWhatIsPrinted() throws Exception {
    environment.put("CLOUDWATCH_METRICS_ENABLED", "true");
    now = Instant.parse("2026-11-24T03:00:00Z");
    long minute = Instant.parse("2026-11-24T00:00:00Z").getEpochSecond() / 60;
    List<String> series = new ArrayList<>();
    for (String endpoint : List.of("recommendations", "analyze", "generate")) {
      String dimensions = " Environment=production Endpoint=/api/ai/" + endpoint;
      series.add("ResponseTime" + dimensions);
      series.add("ErrorCount" + dimensions);
      for (String status : List.of("2xx", "3xx", "4xx", "5xx")) {
        series.add("RequestCount" + dimensions + " StatusCode=" + status);
      }
    }
    journal.minutes(minute, minute + 180, series.toArray(String[]::new));

    assertEquals(0, run());

    String documentation = Files.readString(Path.of("../docs/cost.md"));
    assertTrue(documentation.contains("```\n" + out + "```\n"), out::toString);
  }

  @Test
  void help_settingsThatMatter_areInItAndOthersAreNot() {
    assertEquals(0, run("--help"));

    String help = out.toString();
    for (String flag : List.of("--journal-path", "--rollups", "--prices-metric", "--per-host")) {
      assertTrue(help.contains(flag), flag);
    }
    assertFalse(help.contains("--listen-udp"));
  }

  private int run(String... arguments) {
    environment.putIfAbsent("SIDESTAT_JOURNAL_PATH", journal.file().toString());
    return new CommandLine(new CostCommand(environment, () -> now))
        .setExecutionExceptionHandler(new ErrorPrinter())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
