package io.sidestat.collector.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is printed of findings. */
class DiagnosisTest {
  private static final Finding FINE = Finding.ok("journal", "/var/j.db");
  private static final Finding DROPS = Finding.wrong("listener", "3 drops", "more buffer");
  private static final Finding OFF = Finding.stopping("publishing", "off", "switch it on");

  @Test
  void text_findings_standWithWhatToDoAndASummary() {
    String expected =
        """
        ok       journal: /var/j.db
        WRONG    listener: 3 drops
                 -> more buffer
        skipped  aws: not asked
        summary: most likely listener: 3 drops
        """;

    assertEquals(
        expected,
        new Diagnosis(List.of(FINE, DROPS, Finding.skipped("aws", "not asked")))
            .text()
            .replace(System.lineSeparator(), "\n"));
  }

  @Test
  void summary_whatStopsAll_comesBeforeWhatStopsSome() {
    Diagnosis diagnosis = new Diagnosis(List.of(FINE, DROPS, OFF, OFF));

    assertTrue(diagnosis.isAnythingWrong());
    assertEquals("most likely publishing: off; also wrong: listener", diagnosis.summary());
  }

  @Test
  void summary_nothingWrong_countsNotes() {
    Diagnosis fine = new Diagnosis(List.of(FINE));
    Diagnosis noted = new Diagnosis(List.of(FINE, Finding.note("clock", "40 s off", "set it")));

    assertFalse(noted.isAnythingWrong());
    assertTrue(fine.summary().startsWith("nothing is wrong, and there is nothing to note"));
    assertTrue(noted.summary().startsWith("nothing is wrong, 1 note"), noted.summary());
  }

  @Test
  void json_findings_saysTheSame() throws Exception {
    JsonNode json = new ObjectMapper().readTree(new Diagnosis(List.of(FINE, OFF)).json());

    assertEquals("ok", json.path("findings").path(0).path("level").asText());
    assertEquals("switch it on", json.path("findings").path(1).path("toDo").asText());
    assertEquals(1, json.path("wrong").asInt());
    assertEquals("most likely publishing: off", json.path("summary").asText());
  }

  @Test
  void finding_textOfOthers_isPrintableAndCut() {
    Finding finding = Finding.note("x", "a\u001b[31m\nb", "\u202e".repeat(3_000));

    assertEquals("a\\u001B[31m\\nb", finding.found());
    assertEquals(2_003, finding.toDo().length());
    assertTrue(finding.toDo().startsWith("\\u202E"));
  }
}
