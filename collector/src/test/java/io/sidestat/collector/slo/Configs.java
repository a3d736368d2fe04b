package io.sidestat.collector.slo;

import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.ConfigLoader;
import io.sidestat.collector.config.ConfigSources;
import io.sidestat.collector.config.SloConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads settings and objectives as the commands do. */
final class Configs {
  private Configs() {}

  static CollectorConfig settings(Path directory, String yaml) throws IOException, ConfigException {
    Path file = Files.writeString(directory.resolve("sidestat.yaml"), yaml);
    return ConfigLoader.load(
            new ConfigSources(
                Optional.of(file),
                Optional.empty(),
                Map.of("HOME", directory.toString()),
                Map.of()))
        .config();
  }

  static SloConfig objectives(Path directory, String yaml) throws IOException, ConfigException {
    return SloConfig.read(Files.writeString(directory.resolve("slo.yaml"), yaml));
  }

  /** The alarms of objectives under settings, for a fleet of unknown size. */
  static SloAlarms alarms(Path directory, String settings, String objectives) throws Exception {
    return alarms(directory, settings, objectives, OptionalInt.empty());
  }

  static SloAlarms alarms(Path directory, String settings, String objectives, OptionalInt hosts)
      throws Exception {
    CollectorConfig config = settings(directory, settings);
    SloMetrics metrics = SloMetrics.of(objectives(directory, objectives), config);
    return SloAlarms.of(metrics.endpoints(), config, hosts);
  }
}
