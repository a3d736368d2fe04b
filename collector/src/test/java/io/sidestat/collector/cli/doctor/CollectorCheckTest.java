package io.sidestat.collector.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.admin.StatusAnswer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether a collector runs, and whether it is the right one. */
class CollectorCheckTest {
  @Test
  void running_ofTheseSettings_isOkWithVersionAndUptime() throws Exception {
    List<Finding> findings =
        check(
            Given.running(
                """
                {'version': '1.0', 'startedAt': '2026-11-26T08:40:00Z',
                 'journal': '/home/kim/.local/state/sidestat/journal.db',
                 'namespace': 'ReFit/AI', 'dimensions': {'Environment': 'production'}}
                """));

    assertEquals(
        "ok collector: runs, version 1.0, up 3 h 20 min, asked at 127.0.0.1:8126\n",
        Given.text(findings));
  }

  @Test
  void running_ofOtherSettingsAndVersion_isNoted() throws Exception {
    String text =
        Given.text(
            check(
                Given.running(
                    """
                    {'version': '0.9', 'startedAt': 'never', 'journal': '/var/j.db',
                     'namespace': 'Sidestat', 'dimensions': {'Environment': 'development'}}
                    """)));

    assertTrue(text.contains("note collector: its version is 0.9, and this jar's 1.0"), text);
    assertTrue(text.contains("journal is /var/j.db there, and /home/kim/"), text);
    assertTrue(text.contains("namespace is Sidestat there, and ReFit/AI here"), text);
    assertTrue(text.contains("Environment is development there, and production here"), text);
  }

  @Test
  void others_eachKind_saysWhatStandsThere() throws Exception {
    assertStopping(StatusAnswer.Kind.NOBODY, "not running: nobody listens", "start it: ");
    assertStopping(StatusAnswer.Kind.STRANGER, "something else answers", "a port of its own");
    assertStopping(StatusAnswer.Kind.SILENT, "says nothing", "it hangs");
  }

  @Test
  void withoutStatus_isWrongButRuns() throws Exception {
    Finding finding =
        check(Given.answer(StatusAnswer.Kind.COLLECTOR_WITHOUT_STATUS, "HTTP 503 starting")).get(0);

    assertEquals(Finding.Level.WRONG, finding.level());
    assertTrue(finding.found().contains("HTTP 503 starting"), finding.found());
  }

  private static void assertStopping(StatusAnswer.Kind kind, String found, String toDo)
      throws Exception {
    Finding finding = check(Given.answer(kind, "words")).get(0);

    assertTrue(finding.stopsAll());
    assertTrue(finding.found().contains(found), finding.found());
    assertTrue(finding.found().endsWith("(words)"), finding.found());
    assertTrue(finding.toDo().contains(toDo), finding.toDo());
  }

  private static List<Finding> check(StatusAnswer answer) throws Exception {
    return new CollectorCheck(Given.publishing().config(), answer, "1.0", Given.NOW).findings();
  }
}
