package io.sidestat.collector.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.collector.admin.StatusAnswer;
import io.sidestat.collector.config.CollectorConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a collector runs, and whether it is the one that this configuration is of. */
final class CollectorCheck {
  private static final String COLLECTOR = "collector";

  private final CollectorConfig config;
  private final StatusAnswer answer;
  private final String ownVersion;
  private final Instant now;

  CollectorCheck(CollectorConfig config, StatusAnswer answer, String ownVersion, Instant now) {
    this.config = config;
    this.answer = answer;
    this.ownVersion = ownVersion;
    this.now = now;
  }

  List<Finding> findings() {
    return switch (answer.kind()) {
      case COLLECTOR -> running();
      case COLLECTOR_WITHOUT_STATUS ->
          List.of(
              Finding.wrong(
                  COLLECTOR,
                  "it runs and does not tell its status: " + answer.words(),
                  "look into its log (journalctl -u sidestat); if it has just started, ask again"));
      case STRANGER ->
          List.of(
              Finding.stopping(
                  COLLECTOR,
                  "not found: something else answers at admin.address " + where() + answered(),
                  otherAddress()));
      case SILENT ->
          List.of(
              Finding.stopping(
                  COLLECTOR,
                  "not found: whoever holds admin.address "
                      + where()
                      + " says nothing"
                      + answered(),
                  "if it is a collector, it hangs: look into its log and restart it; else "
                      + otherAddress()));
      case NOBODY ->
          List.of(
              Finding.stopping(
                  COLLECTOR,
                  "not running: nobody listens at admin.address " + where() + answered(),
                  "start it: systemctl start sidestat, or java -jar collector/target/sidestat.jar"
                      + " run with the options given here; if it runs with another admin.address,"
                      + " give doctor the same"));
    };
  }

  private String where() {
    return config.admin().address().toString();
  }

  private String answered() {
    return " (" + answer.words() + ")";
  }

  private static String otherAddress() {
    return "give the collector a port of its own with admin.address, and doctor the same";
  }

  private List<Finding> running() {
    JsonNode status = answer.status();
    List<Finding> findings = new ArrayList<>();
    String version = status.path("version").asText();
    String up =
        Ago.parsed(status.path("startedAt").asText())
            .map(at -> ", up " + Ago.words(Duration.between(at, now)))
            .orElse("");
    findings.add(Finding.ok(COLLECTOR, "runs, version " + version + up + ", asked at " + where()));
    if (!version.equals(ownVersion)) {
      findings.add(
          Finding.note(
              COLLECTOR,
              "its version is " + version + ", and this jar's " + ownVersion,
              "after an update, restart the collector"));
    }
    otherSettings().ifPresent(findings::add);
    return findings;
  }

  /** What a reload can change may differ as well: then the file was changed since. */
  private Optional<Finding> otherSettings() {
    Map<String, String> ours = new LinkedHashMap<>();
    ours.put("journal", config.journal().path().toString());
    ours.put("namespace", config.namespace());
    List<String> differences = new ArrayList<>();
    ours.forEach((field, own) -> compare(differences, field, answer.status().path(field), own));
    config
        .dimensions()
        .forEach(
            (name, own) ->
                compare(differences, name, answer.status().path("dimensions").path(name), own));
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.note(
                COLLECTOR,
                "it has other settings than those given here: " + String.join("; ", differences),
                "give doctor the collector's own --config and --env-file, or restart the collector"
                    + " if the settings were changed since"));
  }

  private static void compare(List<String> differences, String name, JsonNode its, String own) {
    if (!its.asText(own).equals(own)) {
      differences.add("%s is %s there, and %s here".formatted(name, its.asText(), own));
    }
  }
}
