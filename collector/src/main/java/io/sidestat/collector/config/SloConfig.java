package io.sidestat.collector.config;

import java.nio.file.Path;
import java.util.List;

/**
 * The service level objectives of {@code slo.yaml}: what is promised, of which services. Immutable.
 *
 * @param services at least one, at most {@value #SERVICES_MAX}, each name once
 */
public record SloConfig(List<SloService> services) {
  static final int SERVICES_MAX = 100;

  public SloConfig {
    services = List.copyOf(services);
  }

  /**
   * Reads a file of objectives.
   *
   * @throws ConfigException with every mistake in it, each with its line and key
   */
  public static SloConfig read(Path file) throws ConfigException {
    return SloReader.read(file);
  }
}
