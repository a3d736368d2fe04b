package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.collector.cloudwatch.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of it when CloudWatch does not answer, or not yet. */
final class VerifyAskingTest extends VerifyFixture {
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
  void verify_aPartOfTheData_couldNotAsk() {
    hold(traffic().minutes(NOON, 10, 200, 0, 300).alive(NOON, 10));
    cloudWatch.alwaysAnswerReads(Answer.resultStatus("PartialData"));

    assertEquals(4, run("--window", "10m"));

    assertTrue(err.toString().contains("a part of the data"), err::toString);
  }

  @Test
  void verify_windowThatHasHardlyBegun_is2AndNamesTheWait() {
    assertEquals(2, run("--window", "10m", "--after", "now"));
    assertEquals(2, run("--window", "10m", "--after", "2030-01-01T00:00:00Z", "--wait", "1h"));
    now = now.plusSeconds(1);
    assertEquals(2, run("--window", "10m", "--after", "now", "--wait", "90s"));

    assertTrue(
        err.toString()
            .contains(
                "--after: the window begins at 2026-11-26T12:10:00Z, and is looked at by"
                    + " 2026-11-26T12:10:00Z: give a longer --wait, such as --wait 15m"),
        err::toString);
    assertEquals(List.of(), cloudWatch.requests());
  }
}
