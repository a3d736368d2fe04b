package io.sidestat.collector.cli.doctor;

import io.sidestat.collector.admin.StatusAnswer;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.Effective;
import io.sidestat.collector.config.LoadedConfig;
import io.sidestat.collector.config.Warning;
import java.util.ArrayList;
import java.util.List;

/** What the configuration says, and above all whether anything is published at all. */
final class PublishingCheck {
  private static final String CONFIGURATION = "configuration";
  private static final String PUBLISHING = "publishing";

  private final LoadedConfig loaded;
  private final StatusAnswer collector;

  PublishingCheck(LoadedConfig loaded, StatusAnswer collector) {
    this.loaded = loaded;
    this.collector = collector;
  }

  /** Every mistake of a file or of settings that cannot be used. */
  static List<Finding> unusable(ConfigException mistakes, String check, String toDo) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.stopping(
            check,
            mistakes.count() == 1
                ? "there is 1 mistake"
                : "there are %d mistakes".formatted(mistakes.count()),
            toDo));
    mistakes
        .mistakes()
        .forEach(mistake -> findings.add(Finding.stopping(check, mistake.toString(), "")));
    return findings;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            CONFIGURATION, "%s, %s".formatted(said("namespace"), said("dimensions.Environment"))));
    loaded.warnings().stream()
        .filter(Warning::saidAtStart)
        .forEach(warning -> findings.add(Finding.note(CONFIGURATION, warning.text(), "")));
    findings.add(publishing());
    return findings;
  }

  private Finding publishing() {
    boolean on = loaded.config().publish().enabled();
    boolean runs = collector.kind() == StatusAnswer.Kind.COLLECTOR;
    boolean runsOn = runs && collector.status().path("publishing").asText().equals("on");
    if (on && runs && !runsOn) {
      return Finding.stopping(
          PUBLISHING,
          "the running collector does not publish, though " + said("publish.enabled"),
          "restart the collector with this configuration: a reload does not switch publishing on");
    }
    if (on) {
      return Finding.ok(PUBLISHING, "on: " + said("publish.enabled"));
    }
    if (runsOn) {
      return Finding.note(
          PUBLISHING,
          "the running collector publishes, though here " + said("publish.enabled"),
          "give doctor the collector's own --config and --env-file, so that it sees what the"
              + " collector sees");
    }
    return Finding.stopping(
        PUBLISHING,
        "off: " + said("publish.enabled") + "; nothing is sent to CloudWatch",
        "to send, set CLOUDWATCH_METRICS_ENABLED=true for the collector, in the .env file that"
            + " --env-file names or in its environment, and restart it. All that is local works"
            + " without. If the collector has it and doctor was not told, give doctor the same"
            + " --config and --env-file");
  }

  /** A setting with its value and who said so. */
  private String said(String key) {
    Effective setting =
        loaded.effective().stream()
            .filter(effective -> effective.key().equals(key))
            .findFirst()
            .orElse(new Effective(key, "", "nobody"));
    boolean unset = key.equals("publish.enabled") && setting.source().equals("default");
    return unset
        ? "CLOUDWATCH_METRICS_ENABLED is not set"
        : "%s=%s (%s)".formatted(key, setting.value(), setting.source());
  }
}
