package io.sidestat.collector.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What becomes of samples on their way to the journal. */
class SamplesCheckTest {
  @Test
  void lines_noneRejected_isOk() {
    assertEquals("ok lines: none rejected\n", text("'ledger': {'received': 5, 'aggregated': 5}"));
  }

  @Test
  void lines_allRejected_stopsAllAndShowsTheLast() {
    String status =
        "'ledger': {'received': 2, 'aggregated': 0, 'rejected': 2},"
            + " 'rejectedByReason': {'bad_value': 2},"
            + " 'lastRejected': {'bad_value': ['ResponseTime:abc|ms', 'older']}";

    Finding finding = check(status).findings().get(0);

    assertTrue(finding.stopsAll());
    assertEquals(
        "2 of 2 samples rejected; 2 since the value is not a decimal number, the last"
            + " \"ResponseTime:abc|ms\"",
        finding.found());
  }

  @Test
  void lines_rejected_areWrongFromOnePercentOn() {
    assertTrue(text(rejected(1, 100)).startsWith("WRONG lines: 1 of 100"));
    assertTrue(text(rejected(1, 101)).startsWith("note lines: 1 of 101"));
  }

  @Test
  void lines_reasonOfAnotherVersion_isShownAsItIs() {
    String text = text(rejected(1, 2) + ", 'rejectedByReason': {'too_pink': 1}");

    assertTrue(text.contains("1 since too_pink"), text);
  }

  @Test
  void series_foldedAtTheLimit_isWrongAndNamesTheDimension() {
    String text =
        text(
            "'ledger': {'received': 9, 'aggregated': 4, 'folded': 5}, 'series': {'live': 10,"
                + " 'limit': 10, 'offenders': [{'metric': 'ResponseTime', 'dimension': 'RequestId',"
                + " 'values': 900}]}");

    assertTrue(text.contains("WRONG series: 5 samples went to __other__"), text);
    assertTrue(text.contains("most values has ResponseTime by RequestId, 900 of them"), text);
  }

  @Test
  void series_foldedBelowTheLimit_isANote() {
    String text = text("'ledger': {'folded': 5}, 'series': {'live': 3, 'limit': 10}");

    assertTrue(text.contains("note series: 5 samples"), text);
  }

  @Test
  void series_refusedAndSkipped_areTold() {
    String text = text("'ledger': {'refused': 3, 'skipped': 4}");

    assertTrue(text.contains("WRONG series: 3 samples were refused"), text);
    assertTrue(text.contains("note series: 4 samples were left out since a mapping rule"), text);
  }

  @Test
  void names_mendedAndNegative_areNoted() {
    String text =
        text(
            "'mendedNames': {'count': 2, 'last': 'caf\u00e9'}, 'percentilesRefused':"
                + " ['Drift']");

    assertTrue(text.contains("note names: 2 names were mended"), text);
    assertTrue(text.contains("no percentiles of 1 metrics with negative values, such as Drift"));
  }

  @Test
  void instance_problem_isWrong() {
    String text = text("'ec2': {'problem': 'it hangs', 'intervalsWithout': 3}");

    assertTrue(
        text.contains("WRONG instance: dimensions of EC2 are missing from 3 intervals: it hangs"));
  }

  private static String rejected(int rejected, int received) {
    return "'ledger': {'received': %d, 'aggregated': %d, 'rejected': %d}"
        .formatted(received, received - rejected, rejected);
  }

  private static SamplesCheck check(String status) {
    return new SamplesCheck(Given.json("{" + status + "}"));
  }

  private static String text(String status) {
    return Given.text(check(status).findings());
  }
}
