package io.sidestat.collector.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What settings are read from.
 *
 * @param file the YAML file, if one is named
 * @param envFile the {@code .env} file, if one is named
 * @param environment the environment of the process
 * @param flags the flags that were given: text by key of the setting
 */
public record ConfigSources(
    Optional<Path> file,
    Optional<Path> envFile,
    Map<String, String> environment,
    Map<String, String> flags) {

  /** Refuses flags that no setting has. */
  public ConfigSources {
    environment = Map.copyOf(environment);
    flags = Map.copyOf(flags);
    for (String key : flags.keySet()) {
      if (Settings.ofKey(key).isEmpty()) {
        throw new IllegalArgumentException("no such setting: key=" + key);
      }
    }
  }

  /** Without the environment and the flags, which may hold secrets. */
  @Override
  public String toString() {
    return "ConfigSources[file=" + file + ", envFile=" + envFile + "]";
  }
}
