package io.sidestat.collector.cli.agent;

import static io.sidestat.collector.cli.agent.ImportNote.Kind.DIFFERS;
import static io.sidestat.collector.cli.agent.ImportNote.Kind.NO_COUNTERPART;
import static io.sidestat.collector.cli.agent.ImportNote.Kind.TO_DO;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The dimensions that the agent puts on metrics by itself, and the sets it sums up by. Collects
 * what becomes of them; {@link #write} comes last.
 */
final class AgentDimensions {
  private static final Set<String> OF_EC2 =
      Set.of("InstanceId", "AutoScalingGroupName", "InstanceType");

  private static final String ENVIRONMENT = "Environment";

  private final ImportedSettings settings;
  private final Map<String, String> dimensions = new LinkedHashMap<>();
  private final List<String> fromEc2 = new ArrayList<>();
  private final List<List<String>> rollUps = new ArrayList<>();
  private boolean hostOmitted;

  AgentDimensions(ImportedSettings settings) {
    this.settings = settings;
  }

  /** {@code append_dimensions}: names, each with a value or {@code ${aws:NAME}}. */
  void append(JsonNode node, String path) throws AgentFileException {
    // Only then does the agent leave the host's name out by itself.
    hostOmitted = true;
    for (Map.Entry<String, JsonNode> entry : Json.fields(node, path)) {
      String name = entry.getKey();
      String key = path + "." + name;
      String value = Json.text(entry.getValue(), key);
      if (!value.startsWith("${aws:")) {
        dimensions.put(name, value);
      } else if (value.equals("${aws:" + name + "}") && OF_EC2.contains(name)) {
        fromEc2.add(name);
      } else {
        settings.note(
            NO_COUNTERPART,
            key,
            value + " is not asked of EC2 here; `dimensions-from.ec2` says what is");
      }
    }
  }

  /** {@code aggregation_dimensions}: a list of sets of dimensions. */
  void aggregate(JsonNode node, String path) throws AgentFileException {
    for (JsonNode set : Json.elements(node, path)) {
      List<String> names = new ArrayList<>();
      for (JsonNode name : Json.elements(set, path)) {
        names.add(Json.text(name, path));
      }
      rollUps.add(names);
    }
  }

  void environment(JsonNode node, String path) throws AgentFileException {
    // The first stands: the agent takes the innermost, which is read first.
    dimensions.putIfAbsent(ENVIRONMENT, Json.text(node, path));
  }

  void omitHost(JsonNode node, String path) throws AgentFileException {
    hostOmitted |= Json.flag(node, path);
  }

  void write() {
    if (!dimensions.isEmpty()) {
      settings.put("dimensions", dimensions);
    }
    if (!dimensions.containsKey(ENVIRONMENT)) {
      settings.note(
          TO_DO,
          "ENVIRONMENT",
          "every metric has the dimension Environment here, `development` if nobody says"
              + " otherwise: set it in the environment, or dimensions.Environment");
    }
    if (!fromEc2.isEmpty()) {
      settings.put("dimensions-from", Map.of("ec2", fromEc2));
      settings.note(
          DIFFERS,
          "dimensions",
          String.join(", ", fromEc2)
              + ": each host has metrics of its own, as before; without them percentiles are true"
              + " over all hosts, and the bill does not grow with their number");
    }
    settings.put("rollups", rollUps);
    if (!hostOmitted) {
      settings.note(
          DIFFERS,
          "dimension host",
          "the agent adds it, nothing here does: hosts share their metrics, which add up");
    }
  }
}
