package io.sidestat.collector.cli.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a configuration of the agent: JSON of at most 1 MiB. */
final class AgentFile {
  private static final int BYTES_MAX = 1 << 20;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private AgentFile() {}

  /**
   * The object in it.
   *
   * @throws AgentFileException if there is none
   */
  static JsonNode read(Path file) throws AgentFileException {
    String where = file + ": ";
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw new AgentFileException(where + "is larger than 1 MiB");
      }
      JsonNode root = MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
      if (!root.isObject()) {
        throw new AgentFileException(where + "is no JSON object, which the agent's file is");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new AgentFileException(
          where
              + "is not JSON, line "
              + e.getLocation().getLineNr()
              + ": "
              + e.getOriginalMessage());
    } catch (NoSuchFileException e) {
      throw new AgentFileException(where + "there is no such file");
    } catch (IOException e) {
      throw new AgentFileException(where + "cannot be read: " + e.getMessage());
    }
  }
}
