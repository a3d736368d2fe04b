package io.sidestat.collector.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sidestat.collector.admin.StatusAnswer;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.ConfigLoader;
import io.sidestat.collector.config.ConfigSources;
import io.sidestat.collector.config.LoadedConfig;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the checks are given in tests, and how to look at what they find. */
final class Given {
  static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  private static final ObjectMapper JSON = new ObjectMapper();

  private Given() {}

  /** The configuration of that environment. */
  static LoadedConfig config(Map<String, String> environment) throws ConfigException {
    Map<String, String> all = new HashMap<>(Map.of("HOME", "/home/kim"));
    all.putAll(environment);
    return ConfigLoader.load(new ConfigSources(Optional.empty(), Optional.empty(), all, Map.of()));
  }

  static LoadedConfig publishing() throws ConfigException {
    return config(
        Map.of(
            "CLOUDWATCH_METRICS_ENABLED", "true",
            "ENVIRONMENT", "production",
            "AWS_REGION", "ap-northeast-2",
            "SIDESTAT_NAMESPACE", "ReFit/AI"));
  }

  /** JSON, in which apostrophes stand for quotes. */
  static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A collector's answer with that status. */
  static StatusAnswer running(String status) {
    return new StatusAnswer(StatusAnswer.Kind.COLLECTOR, "", json(status));
  }

  static StatusAnswer nobody() {
    return answer(StatusAnswer.Kind.NOBODY, "connection refused");
  }

  static StatusAnswer answer(StatusAnswer.Kind kind, String words) {
    return new StatusAnswer(kind, words, MissingNode.getInstance());
  }

  /** The findings as text, a line each. */
  static String text(List<Finding> findings) {
    StringBuilder text = new StringBuilder();
    findings.forEach(finding -> text.append(line(finding)).append('\n'));
    return text.toString();
  }

  static String line(Finding finding) {
    return finding.level().label()
        + " "
        + finding.check()
        + ": "
        + finding.found()
        + (finding.toDo().isEmpty() ? "" : " -> " + finding.toDo());
  }
}
