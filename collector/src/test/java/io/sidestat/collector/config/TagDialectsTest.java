package io.sidestat.collector.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.model.TagDialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TagDialectsTest {
  @TempDir Path directory = Path.of("");

  private LoadedConfig load(String yaml) throws IOException, ConfigException {
    Path file = Files.writeString(directory.resolve("s.yaml"), yaml);
    return ConfigLoader.load(
        new ConfigSources(
            Optional.of(file), Optional.empty(), Map.of("HOME", "/home/kim"), Map.of()));
  }

  @Test
  void load_nothing_understandsAll() throws Exception {
    assertEquals(
        EnumSet.allOf(TagDialect.class), load("interval: 60s\n").config().protocol().dialects());
  }

  @Test
  void load_list_understandsThose() throws Exception {
    Set<TagDialect> expected = Set.of(TagDialect.INFLUX, TagDialect.DOGSTATSD);

    assertEquals(
        expected,
        load("protocol: {dialects: [influx, dogstatsd]}\n").config().protocol().dialects());
    assertEquals(
        expected, load("protocol.dialects: influx, dogstatsd\n").config().protocol().dialects());
  }

  @Test
  void load_none_understandsNone() throws Exception {
    assertEquals(Set.of(), load("protocol.dialects: none\n").config().protocol().dialects());
  }

  @Test
  void load_unknownOrTwice_isRefusedWithWhatIsAllowed() {
    for (String wrong : new String[] {"datadog", "influx,influx", "influx,,graphite", "Influx"}) {
      ConfigException refused =
          assertThrows(ConfigException.class, () -> load("protocol.dialects: " + wrong + "\n"));
      assertTrue(
          String.valueOf(refused.getMessage()).contains("allowed: dogstatsd, influx, graphite"),
          refused::getMessage);
    }
  }

  @Test
  void write_anySet_isReadBack() {
    for (TagDialect dialect : TagDialect.values()) {
      Set<TagDialect> all = EnumSet.complementOf(EnumSet.of(dialect));
      assertEquals(all, TagDialects.parse(TagDialects.write(all)));
    }
    assertEquals(Set.of(), TagDialects.parse(TagDialects.write(Set.of())));
  }
}
