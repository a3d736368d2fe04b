package io.sidestat.collector.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where health, status and the live page are served.
 *
 * @param address the TCP address to bind; port 0 takes any free one
 * @param slo the file of objectives that are told there
 */
public record AdminConfig(HostPort address, Optional<Path> slo) {
  private static final String NONE = "none";

  static Optional<Path> parseSlo(String text) {
    return text.equals(NONE) ? Optional.empty() : Optional.of(JournalConfig.parsePath(text));
  }

  static String writeSlo(Optional<Path> slo) {
    return slo.map(Path::toString).orElse(NONE);
  }

  /** The objectives may change; the address stays. */
  AdminConfig reloaded(AdminConfig other) {
    return new AdminConfig(address, other.slo);
  }
}
