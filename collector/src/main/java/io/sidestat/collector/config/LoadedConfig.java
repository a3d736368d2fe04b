package io.sidestat.collector.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings, and how they came about.
 *
 * @param config the settings
 * @param effective every setting with its source, without secrets
 * @param warnings what may not be meant
 * @param environment the environment with the {@code .env} file under it, for the region and the
 *     credentials; without empty variables. It holds secrets: never print it
 */
public record LoadedConfig(
    CollectorConfig config,
    List<Effective> effective,
    List<Warning> warnings,
    Map<String, String> environment) {

  /** Copies what it is given. */
  public LoadedConfig {
    effective = List.copyOf(effective);
    warnings = List.copyOf(warnings);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** Without the environment, which holds secrets. */
  @Override
  public String toString() {
    return "LoadedConfig[config=" + config + ", warnings=" + warnings + "]";
  }
}
