package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.collector.cloudwatch.MetricKey;
import io.sidestat.collector.cloudwatch.ReceivedDatum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is said of which measurements. */
final class VerifyCommandTest extends VerifyFixture {
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
  void verify_requestsOfOtherClassesOnly_isNeverIdle() {
    cloudWatch.hold(
        traffic().minutes(NOON, 10, 200, 0, 300).alive(NOON, 10).datums().stream()
            .filter(datum -> !datum.key().dimensions().containsKey("StatusCode"))
            .toList());

    assertEquals(3, run("--window", "10m", "--allow-idle"));

    assertTrue(
        out.toString().contains("there are requests, but none whose StatusCode is 2xx or 5xx"),
        out::toString);
  }

  @Test
  void verify_latencyInAnotherUnit_isNotTakenForIt() {
    cloudWatch.hold(
        traffic().minutes(NOON, 10, 200, 0, 0.9).alive(NOON, 10).datums().stream()
            .map(
                datum ->
                    datum.key().name().equals("ResponseTime")
                        ? new ReceivedDatum(
                            new MetricKey(
                                datum.key().namespace(),
                                datum.key().name(),
                                "Seconds",
                                datum.key().dimensions()),
                            datum.timestampEpochMillis(),
                            60,
                            datum.statistics(),
                            datum.values(),
                            datum.counts())
                        : datum)
            .toList());

    assertEquals(3, run("--window", "10m"));

    assertTrue(out.toString().contains("there are requests, but no ResponseTime"), out::toString);
  }

  @Test
  void verify_configurationThatDoesNotPublishIt_is2() {
    environment.put("SIDESTAT_PUBLISH_ORIGINAL", "false");

    assertEquals(2, run("--window", "10m"));

    assertTrue(err.toString().contains("add the roll-up"), err::toString);
  }
}
