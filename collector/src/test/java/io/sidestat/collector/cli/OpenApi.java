package io.sidestat.collector.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** An OpenAPI document, and whether answers are as it says. Its schemas are JSON Schema 2020-12. */
final class OpenApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode document;

  private OpenApi(JsonNode document) {
    this.document = document;
  }

  static OpenApi read(Path file) {
    try {
      Object yaml = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
      return new OpenApi(JSON.valueToTree(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All paths, ascending. */
  List<String> paths() {
    List<String> paths = new ArrayList<>();
    document.path("paths").fieldNames().forEachRemaining(paths::add);
    return paths.stream().sorted().toList();
  }

  /** How an answer differs from what is described; none if it does not. */
  List<String> problems(String path, int status, String contentType, String body)
      throws IOException {
    JsonNode content =
        document
            .path("paths")
            .path(path)
            .path("get")
            .path("responses")
            .path(Integer.toString(status))
            .path("content");
    String type = contentType.replaceFirst(";.*", "");
    if (!content.has(type)) {
      return List.of("type " + type + " is not among " + content);
    }
    ObjectNode schema = JSON.createObjectNode();
    schema.setAll((ObjectNode) content.path(type).path("schema"));
    schema.set("components", document.path("components"));
    JsonNode answer =
        type.equals("application/json") ? JSON.readTree(body) : JSON.valueToTree(body);
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(schema)
        .validate(answer)
        .stream()
        .map(Object::toString)
        .toList();
  }
}
