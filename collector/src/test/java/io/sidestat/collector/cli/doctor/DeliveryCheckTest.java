package io.sidestat.collector.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What becomes of closed intervals. */
class DeliveryCheckTest {
  private static final String SENT =
      "'publish': {'requestsSent': 3, 'lastSent': '2026-11-26T11:59:00Z'}";

  @Test
  void all_well_isOkWithFigures() {
    assertEquals(
        """
        ok journal: /var/j.db, nothing waits to be written
        ok sending: 3 requests sent, the last 60 s ago
        ok outbox: 40 samples acknowledged by CloudWatch, 2 on their way
        """,
        text(SENT + ", 'samples': {'acknowledged': 40, 'unsent': 2}"));
  }

  @Test
  void publishing_off_looksAtTheJournalAlone() {
    String text =
        Given.text(
            new DeliveryCheck(
                    Given.json("{'publishing': 'off', 'journal': '/var/j.db'}"), Given.NOW)
                .findings());

    assertEquals("ok journal: /var/j.db, nothing waits to be written\n", text);
  }

  @Test
  void sending_failsFromTheStart_stopsAll() {
    String failing =
        "'publish': {'requestsSent': %d, 'lastFailed': '2026-11-26T11:58:00Z', 'lastError': 'denied'}";

    Finding never = sending(failing.formatted(0));
    Finding sometimes = sending(failing.formatted(2));

    assertTrue(never.stopsAll());
    assertFalse(sometimes.stopsAll());
    assertEquals(Finding.Level.WRONG, sometimes.level());
    assertEquals("it fails, last 2 min ago: denied; 2 requests sent", sometimes.found());
  }

  @Test
  void outbox_unsentForLong_isWrong() {
    String text = text(SENT + ", 'oldestUnsent': '2026-11-26T11:30:00Z', 'samples': {'unsent': 7}");

    assertTrue(text.contains("WRONG outbox: 7 samples are unsent, the oldest for 30 min"), text);
  }

  @Test
  void outbox_lostAndLocal_areTold() {
    String text =
        text(SENT + ", 'samples': {'quarantined': 1, 'expired': 2, 'dropped': 3, 'local': 4}");

    assertTrue(text.contains("WRONG outbox: 1 samples are set aside"), text);
    assertTrue(text.contains("WRONG outbox: 2 samples were too old"), text);
    assertTrue(text.contains("WRONG outbox: 3 samples were dropped"), text);
    assertTrue(text.contains("note outbox: 4 samples came in while publishing was off"), text);
  }

  @Test
  void journal_waitingAndLost_isWrong() {
    String text = text("'samplesLost': 5, 'intervalsWaiting': 3");

    assertTrue(text.contains("WRONG journal: 5 samples were given up"), text);
    assertTrue(text.contains("WRONG journal: 3 intervals wait to be written to /var/j.db"), text);
  }

  private static Finding sending(String status) {
    return check(status).findings().stream()
        .filter(finding -> finding.check().equals("sending"))
        .findFirst()
        .orElseThrow();
  }

  private static String text(String status) {
    return Given.text(check(status).findings());
  }

  private static DeliveryCheck check(String status) {
    return new DeliveryCheck(
        Given.json("{'publishing': 'on', 'journal': '/var/j.db', " + status + "}"), Given.NOW);
  }
}
