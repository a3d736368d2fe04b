package io.sidestat.collector.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** Where and with what was measured, as a table. */
final class Machine {
  private Machine() {}

  static String table(Launcher launcher, int rounds) throws IOException {
    return String.format(
        Locale.ROOT,
        """
        | | |
        |---|---|
        | date | %s |
        | processor | %d x %s |
        | kernel | Linux %s |
        | largest receive buffer granted (`net.core.rmem_max`) | %s bytes |
        | JDK | %s %s |
        | rounds | %d |
        | cores | %s |
        """,
        LocalDate.now(ZoneOffset.UTC),
        Runtime.getRuntime().availableProcessors(),
        processor(),
        System.getProperty("os.version"),
        Files.readAllLines(Path.of("/proc/sys/net/core/rmem_max")).get(0),
        System.getProperty("java.vm.name"),
        System.getProperty("java.vm.version"),
        rounds,
        launcher.pins() ? "senders on one, receivers on another" : "shared by all");
  }

  private static String processor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }
}
