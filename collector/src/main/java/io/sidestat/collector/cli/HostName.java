package io.sidestat.collector.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The name that tells this host from others, without asking the network: a resolver that hangs must
 * not hold up a start.
 */
final class HostName {
  /** Where Linux tells its host name, in a container the container's. Source: proc(5). */
  static final Path KERNEL_FILE = Path.of("/proc/sys/kernel/hostname");

  /** Names that hosts have which were given none; the second is Linux's own. */
  private static final Set<String> OF_ANY_HOST =
      Set.of("", "(none)", "localhost", "localhost.localdomain");

  private HostName() {}

  /**
   * The kernel's word, else HOSTNAME, else COMPUTERNAME (Windows); empty if none names one host.
   */
  static Optional<String> find(Path kernelFile, Map<String, String> environment) {
    return Stream.of(
            read(kernelFile),
            environment.getOrDefault("HOSTNAME", ""),
            environment.getOrDefault("COMPUTERNAME", ""))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .filter(name -> !OF_ANY_HOST.contains(name))
        .findFirst();
  }

  private static String read(Path kernelFile) {
    try {
      return Files.readString(kernelFile, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // Not a Linux: the environment is asked.
      return "";
    }
  }
}
