package io.sidestat.collector.cli.agent;

import static io.sidestat.collector.cli.agent.ImportNote.Kind.DIFFERS;
import static io.sidestat.collector.cli.agent.ImportNote.Kind.NO_COUNTERPART;
import static io.sidestat.collector.cli.agent.ImportNote.Kind.STAYS;
import static io.sidestat.collector.cli.agent.ImportNote.Kind.TO_DO;
import static io.sidestat.collector.cli.agent.ImportNote.Kind.UNKNOWN;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Goes through a configuration of the CloudWatch agent key by key. The keys are those of the
 * agent's documentation and of its JSON schema (translator/config/schema.json in
 * aws/amazon-cloudwatch-agent, read 27 Nov 2026). For one file.
 */
final class AgentTranslator {
  private static final String NAMESPACE_DEFAULT = "CWAgent";
  private static final String STATSD = "metrics.metrics_collected.statsd";

  private final ImportedSettings settings = new ImportedSettings();
  private final AgentDimensions dimensions = new AgentDimensions(settings);
  private final StatsdSection statsd = new StatsdSection(settings, dimensions);
  private final Map<String, Object> publish = new LinkedHashMap<>();
  private final List<String> staying = new ArrayList<>();

  AgentImport translate(JsonNode root) throws AgentFileException {
    JsonNode metrics = root.path("metrics");
    JsonNode section = metrics.path("metrics_collected").path("statsd");
    if (section.isMissingNode()) {
      throw new AgentFileException(
          STATSD + ": there is no such section, so there is nothing to translate");
    }
    settings.put("namespace", NAMESPACE_DEFAULT);
    // From the inside out: an inner value wins over an outer one.
    statsd.read(section, STATSD);
    publish.put("enabled", true);
    settings.put("publish", publish);
    readMetrics(metrics);
    readRoot(root);
    dimensions.write();
    statsd.writeRules();
    sayWhatDiffers();
    return settings.result();
  }

  private void readRoot(JsonNode root) throws AgentFileException {
    for (Map.Entry<String, JsonNode> entry : Json.fields(root, "the file")) {
      String key = entry.getKey();
      switch (key) {
        case "metrics" -> {}
        case "agent" -> readAgent(entry.getValue());
        case "logs", "traces", "opentelemetry", "csm", "profiles" -> staying.add(key);
        default -> unknown(key);
      }
    }
  }

  private void readMetrics(JsonNode metrics) throws AgentFileException {
    for (Map.Entry<String, JsonNode> entry : Json.fields(metrics, "metrics")) {
      JsonNode value = entry.getValue();
      String key = "metrics." + entry.getKey();
      switch (entry.getKey()) {
        case "metrics_collected" -> readCollected(value, key);
        case "namespace" -> settings.put("namespace", Json.text(value, key));
        case "append_dimensions" -> dimensions.append(value, key);
        case "aggregation_dimensions" -> dimensions.aggregate(value, key);
        case "endpoint_override" -> publish.put("endpoint", url(Json.text(value, key)));
        case "force_flush_interval" ->
            noCounterpart(
                key,
                "what an interval was told is sent when it ends, spread over `publish.spread`"
                    + " among hosts");
        case "credentials" -> readCredentials(value, key);
        case "deployment.environment" -> dimensions.environment(value, key);
        case "service.name" -> noCounterpart(key, "write it as a dimension if you ask for it");
        case "metrics_destinations" -> readDestinations(value, key);
        default -> unknown(key);
      }
    }
  }

  private void readCollected(JsonNode collected, String path) throws AgentFileException {
    for (Map.Entry<String, JsonNode> entry : Json.fields(collected, path)) {
      if (!entry.getKey().equals("statsd")) {
        staying.add(path + "." + entry.getKey());
      }
    }
  }

  private void readDestinations(JsonNode destinations, String path) throws AgentFileException {
    for (Map.Entry<String, JsonNode> entry : Json.fields(destinations, path)) {
      if (!entry.getKey().equals("cloudwatch")) {
        noCounterpart(path + "." + entry.getKey(), "metrics go to CloudWatch alone");
      }
    }
  }

  private void readAgent(JsonNode agent) throws AgentFileException {
    for (Map.Entry<String, JsonNode> entry : Json.fields(agent, "agent")) {
      JsonNode value = entry.getValue();
      String key = "agent." + entry.getKey();
      switch (entry.getKey()) {
        case "region" -> settings.note(TO_DO, "AWS_REGION", "set it to " + Json.text(value, key));
        case "credentials" -> readCredentials(value, key);
        case "omit_hostname" -> dimensions.omitHost(value, key);
        case "deployment.environment" -> dimensions.environment(value, key);
        case "debug" -> {
          if (Json.flag(value, key)) {
            settings.put("log", Map.of("level", "debug"));
          }
        }
        case "metrics_collection_interval" ->
            noCounterpart(key, "a StatsD section has an interval of its own");
        case "service.name" -> noCounterpart(key, "write it as a dimension if you ask for it");
        case "logfile" ->
            noCounterpart(key, "the log goes to standard error, to systemd's journal");
        case "run_as_user" -> noCounterpart(key, "the systemd unit says who runs it");
        case "aws_sdk_log_level", "quiet", "internal", "user_agent", "use_dualstack_endpoint" ->
            noCounterpart(key, "");
        default -> unknown(key);
      }
    }
  }

  private void readCredentials(JsonNode credentials, String path) throws AgentFileException {
    for (Map.Entry<String, JsonNode> entry : Json.fields(credentials, path)) {
      String key = path + "." + entry.getKey();
      if (entry.getKey().equals("role_arn")) {
        settings.note(
            TO_DO,
            key,
            "a profile with `role_arn = "
                + Json.text(entry.getValue(), key)
                + "` and `credential_source = Ec2InstanceMetadata` in ~/.aws/config, named by"
                + " AWS_PROFILE, assumes it");
      } else {
        unknown(key);
      }
    }
  }

  private void sayWhatDiffers() {
    settings.note(
        TO_DO,
        STATSD,
        "take it out of the agent's file once this collector runs: two cannot have one port");
    settings.note(
        DIFFERS,
        "dimension metric_type",
        "the agent adds it, nothing here does; ask for metrics without it");
    settings.note(
        DIFFERS,
        "statistics",
        "a counter's SampleCount is its increments (Sum is as before); percentiles of timers are"
            + " within `accuracy`, and never past the largest value");
    settings.note(
        DIFFERS,
        "gauges",
        "a signed value is a step from the last value, also that of an earlier interval; where"
            + " DataDog's clients send, set protocol.gauge-steps: false");
    settings.note(
        DIFFERS,
        "units",
        "Milliseconds for timers, Count for counters: who asks for another unit finds nothing");
    if (!staying.isEmpty()) {
      settings.note(STAYS, String.join(", ", staying), "");
    }
  }

  private void noCounterpart(String key, String words) {
    settings.note(NO_COUNTERPART, key, words);
  }

  private void unknown(String key) {
    settings.note(UNKNOWN, key, "no key that the agent documents; it was not translated");
  }

  /** The agent takes a bare host name, too. */
  private static String url(String endpoint) {
    return endpoint.contains("://") ? endpoint : "https://" + endpoint;
  }
}
