package io.sidestat.collector.cli.agent;

import static io.sidestat.collector.cli.agent.ImportNote.Kind.DIFFERS;
import static io.sidestat.collector.cli.agent.ImportNote.Kind.NO_COUNTERPART;
import static io.sidestat.collector.cli.agent.ImportNote.Kind.UNKNOWN;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The agent's StatsD section, with the agent's defaults where it says nothing. */
final class StatsdSection {
  private static final String ADDRESS_DEFAULT = ":8125";
  private static final String SEPARATOR_DEFAULT = "_";
  private static final int AGGREGATION_SECONDS_DEFAULT = 60;
  private static final int COLLECTION_SECONDS_DEFAULT = 10;

  /** What an interval may be here, longest first. */
  private static final List<Integer> INTERVAL_SECONDS = List.of(60, 30, 10, 5, 1);

  private final ImportedSettings settings;
  private final AgentDimensions dimensions;
  private String address = ADDRESS_DEFAULT;
  private String separator = SEPARATOR_DEFAULT;
  private int aggregationSeconds = AGGREGATION_SECONDS_DEFAULT;
  private int collectionSeconds = COLLECTION_SECONDS_DEFAULT;

  StatsdSection(ImportedSettings settings, AgentDimensions dimensions) {
    this.settings = settings;
    this.dimensions = dimensions;
  }

  void read(JsonNode section, String path) throws AgentFileException {
    for (Map.Entry<String, JsonNode> entry : Json.fields(section, path)) {
      readKey(entry.getKey(), path + "." + entry.getKey(), entry.getValue());
    }
    writeInterval(path);
    writeAddress(path);
  }

  private void readKey(String name, String key, JsonNode value) throws AgentFileException {
    switch (name) {
      case "service_address" -> address = Json.text(value, key);
      case "metrics_collection_interval" -> collectionSeconds = Json.seconds(value, key);
      case "metrics_aggregation_interval" -> aggregationSeconds = Json.seconds(value, key);
      case "metric_separator" -> separator = Json.text(value, key);
      case "deployment.environment" -> dimensions.environment(value, key);
      case "append_dimensions" -> dimensions.append(value, key);
      case "service.name" -> noCounterpart(key, "write it as a dimension if you ask for it");
      case "allowed_pending_messages" ->
          noCounterpart(
              key,
              "no messages wait in the process: the socket's buffer is `listen.receive-buffer`,"
                  + " and what the kernel drops is counted");
      case "drop_original_metrics" ->
          noCounterpart(
              key,
              "`publish-original: false` publishes roll-ups alone, but of all metrics that have"
                  + " some; a rule's `keep` and `remove` work by name");
      case "parse_data_dog_tags" -> readTags(value, key);
      case "templates" -> noCounterpart(key, "`rules` make metrics and dimensions of names");
      case "delete_gauges", "delete_counters", "delete_sets", "delete_timings" ->
          noCounterpart(
              key,
              "every interval begins anew; a gauge is published in intervals in which it was set");
      default ->
          settings.note(UNKNOWN, key, "no key that the agent documents; it was not translated");
    }
  }

  private void readTags(JsonNode value, String key) throws AgentFileException {
    if (!Json.flag(value, key)) {
      settings.put("protocol", Map.of("dialects", "none"));
    }
  }

  /** The agent publishes what it aggregated, or without aggregation what it collected. */
  private void writeInterval(String path) {
    int wanted = aggregationSeconds > 0 ? aggregationSeconds : collectionSeconds;
    int seconds =
        INTERVAL_SECONDS.stream().filter(allowed -> allowed <= wanted).findFirst().orElse(1);
    settings.put("interval", seconds + "s");
    if (seconds != wanted) {
      settings.note(
          DIFFERS,
          path
              + (aggregationSeconds > 0 ? ".metrics_aggregation" : ".metrics_collection")
              + "_interval",
          wanted + " s became " + seconds + " s: an interval is 1, 5, 10, 30 or 60 s here");
    }
  }

  private void writeAddress(String path) {
    String plain = address.startsWith("udp://") ? address.substring("udp://".length()) : address;
    List<String> listened = new ArrayList<>();
    if (plain.startsWith(":")) {
      // [::1] is for apps that send to localhost, and is passed over on a host without IPv6.
      listened.add("0.0.0.0" + plain);
      listened.add("[::1]" + plain);
      settings.note(
          DIFFERS,
          path + ".service_address",
          "every IPv4 address, as the agent has it: if all apps are on this host, 127.0.0.1"
              + plain
              + " is safer, and `listen.allow` has the networks that may send");
    } else {
      listened.add(plain);
    }
    settings.put("listen", Map.of("udp", listened));
  }

  /** Last in the document, as the longest part of it. */
  void writeRules() {
    if (separator.equals(".")) {
      return;
    }
    settings.put("rules", SeparatorRules.of(separator));
    settings.note(
        DIFFERS,
        "names",
        "rules write \""
            + separator
            + "\" for each dot, as the agent does, in names of up to "
            + SeparatorRules.PARTS_MAX
            + " parts; take them out to keep the dots");
  }

  private void noCounterpart(String key, String words) {
    settings.note(NO_COUNTERPART, key, words);
  }
}
