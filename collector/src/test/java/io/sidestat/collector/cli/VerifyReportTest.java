package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.collector.cloudwatch.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/** Files, formats and mistakes in the call. */
final class VerifyReportTest extends VerifyFixture {
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

  /** Who uploads a report must find one, and a pipeline that lost its permission must say so. */
  @Test
  void verify_couldNotAsk_writesReportsThatSayWhy() throws Exception {
    cloudWatch.alwaysAnswerReads(Answer.readDenied());
    Path xml = directory.resolve("r.xml");
    Path md = directory.resolve("r.md");

    JsonNode report = json("--window", "10m", "--junit=" + xml, "--markdown=" + md);

    assertEquals("not asked", report.path("verdict").asText());
    assertEquals(4, report.path("exitCode").asInt());
    assertTrue(report.path("reason").asText().contains("cloudwatch:GetMetricData"));
    var suite =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(xml.toFile())
            .getDocumentElement();
    assertEquals("1", suite.getAttribute("errors"));
    assertEquals(1, suite.getElementsByTagName("error").getLength());
    assertTrue(Files.readString(md).startsWith("**Objectives: not asked**"), Files.readString(md));
  }
}
