package io.sidestat.collector.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.admin.StatusAnswer;
import io.sidestat.collector.config.LoadedConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether anything is published, by the configuration and by the collector. */
class PublishingCheckTest {
  private static final StatusAnswer ON = Given.running("{'publishing': 'on'}");
  private static final StatusAnswer OFF = Given.running("{'publishing': 'off'}");

  @Test
  void publishing_switchUnset_isWrongAndNamesTheSwitch() throws Exception {
    Finding finding = publishing(Given.config(Map.of()), Given.nobody());

    assertEquals(Finding.Level.WRONG, finding.level());
    assertTrue(finding.stopsAll());
    assertTrue(finding.found().startsWith("off: CLOUDWATCH_METRICS_ENABLED is not set"));
    assertTrue(finding.toDo().contains("CLOUDWATCH_METRICS_ENABLED=true"), finding.toDo());
  }

  @Test
  void publishing_switchedOff_saysByWhom() throws Exception {
    Finding finding =
        publishing(Given.config(Map.of("CLOUDWATCH_METRICS_ENABLED", "false")), Given.nobody());

    assertTrue(
        finding.found().contains("=false (environment CLOUDWATCH_METRICS_ENABLED)"),
        finding.found());
  }

  @Test
  void publishing_onInBoth_isOk() throws Exception {
    assertEquals(Finding.Level.OK, publishing(Given.publishing(), ON).level());
  }

  @Test
  void publishing_onHereAndOffInTheCollector_wantsARestart() throws Exception {
    Finding finding = publishing(Given.publishing(), OFF);

    assertTrue(finding.stopsAll());
    assertTrue(finding.toDo().startsWith("restart the collector"), finding.toDo());
  }

  @Test
  void publishing_offHereAndOnInTheCollector_isOnlyADoctorWithoutItsSettings() throws Exception {
    Finding finding = publishing(Given.config(Map.of()), ON);

    assertEquals(Finding.Level.NOTE, finding.level());
    assertTrue(finding.toDo().contains("the collector's own --config and --env-file"));
  }

  @Test
  void configuration_unnamedEnvironment_isNoted() throws Exception {
    LoadedConfig unnamed = Given.config(Map.of("CLOUDWATCH_METRICS_ENABLED", "true"));

    String text = Given.text(new PublishingCheck(unnamed, ON).findings());

    assertTrue(text.contains("note configuration: dimensions: metrics are sent"), text);
    assertFalse(
        Given.text(new PublishingCheck(Given.publishing(), ON).findings()).contains("note"));
  }

  private static Finding publishing(LoadedConfig loaded, StatusAnswer collector) {
    List<Finding> findings = new PublishingCheck(loaded, collector).findings();
    return findings.get(findings.size() - 1);
  }
}
