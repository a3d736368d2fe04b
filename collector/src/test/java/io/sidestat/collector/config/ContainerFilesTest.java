package io.sidestat.collector.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files of docs/containers/: well-formed, and every setting in them is one that is taken. */
class ContainerFilesTest {
  private static final Path FILES = Path.of("..", "docs", "containers");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static CollectorConfig loaded(JsonNode environment) throws ConfigException {
    Map<String, String> variables = new HashMap<>(Map.of("HOME", "/home/kim"));
    environment.forEach(
        one -> variables.put(one.path("name").asText(), one.path("value").asText()));
    return ConfigLoader.load(
            new ConfigSources(Optional.empty(), Optional.empty(), variables, Map.of()))
        .config();
  }

  private static JsonNode container(JsonNode containers, String name) {
    return StreamSupport.stream(containers.spliterator(), false)
        .filter(one -> one.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void ecsTask_startsACollectorThatPublishes() throws Exception {
    JsonNode task = JSON.readTree(Files.readString(FILES.resolve("ecs-task.json")));

    JsonNode sidestat = container(task.path("containerDefinitions"), "sidestat");
    CollectorConfig config = loaded(sidestat.path("environment"));

    assertTrue(config.publish().enabled());
    assertEquals("ReFit/AI", config.namespace());
    assertTrue(sidestat.path("stopTimeout").asLong() > config.stopDeadline().toSeconds());
  }

  @Test
  void kubernetes_startsACollectorThatPublishesAndTakesThePodsSamples() throws Exception {
    List<JsonNode> documents =
        StreamSupport.stream(
                new Load(LoadSettings.builder().build())
                    .loadAllFromString(Files.readString(FILES.resolve("kubernetes.yaml")))
                    .spliterator(),
                false)
            .<JsonNode>map(document -> JSON.valueToTree(document))
            .toList();

    JsonNode pod = documents.get(1).at("/spec/template/spec");
    CollectorConfig config = loaded(container(pod.path("containers"), "sidestat").path("env"));

    assertEquals("DaemonSet", documents.get(1).path("kind").asText());
    assertTrue(config.publish().enabled());
    assertEquals(8126, config.admin().address().port());
    assertTrue(
        pod.path("terminationGracePeriodSeconds").asLong() > config.stopDeadline().toSeconds());
  }
}
