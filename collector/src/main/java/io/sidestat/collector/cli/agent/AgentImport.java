package io.sidestat.collector.cli.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a configuration of the CloudWatch agent is here. Immutable.
 *
 * @param settings ours, as a YAML document has them: by key, in order
 * @param notes what else there is to know, by kind
 */
public record AgentImport(Map<String, Object> settings, List<ImportNote> notes) {
  public AgentImport {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    notes = List.copyOf(notes);
  }

  /**
   * Reads and translates a file.
   *
   * @throws AgentFileException if it is none of the agent's, or has no StatsD section
   */
  public static AgentImport of(Path file) throws AgentFileException {
    JsonNode root = AgentFile.read(file);
    return new AgentTranslator().translate(root);
  }
}
