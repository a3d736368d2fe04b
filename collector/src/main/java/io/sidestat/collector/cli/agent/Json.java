package io.sidestat.collector.cli.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** Reads values of the agent's file as what they must be; what is anything else is a mistake. */
final class Json {
  private Json() {}

  static List<Map.Entry<String, JsonNode>> fields(JsonNode node, String path)
      throws AgentFileException {
    require(node.isObject(), path, "an object", node);
    return List.copyOf(node.properties());
  }

  static List<JsonNode> elements(JsonNode node, String path) throws AgentFileException {
    require(node.isArray(), path, "a list", node);
    return node.valueStream().toList();
  }

  static String text(JsonNode node, String path) throws AgentFileException {
    require(node.isTextual(), path, "a text", node);
    return node.textValue();
  }

  static boolean flag(JsonNode node, String path) throws AgentFileException {
    require(node.isBoolean(), path, "true or false", node);
    return node.booleanValue();
  }

  /** The agent takes numbers alone. */
  static int seconds(JsonNode node, String path) throws AgentFileException {
    require(
        node.canConvertToInt() && node.isIntegralNumber() && node.intValue() >= 0,
        path,
        "a number of seconds",
        node);
    return node.intValue();
  }

  private static void require(boolean is, String path, String wanted, JsonNode node)
      throws AgentFileException {
    if (!is) {
      throw new AgentFileException(path + ": found " + node + ", allowed: " + wanted);
    }
  }
}
