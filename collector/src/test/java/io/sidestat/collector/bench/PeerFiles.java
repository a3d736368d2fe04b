package io.sidestat.collector.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Other servers, fetched once, in the versions named here, with the registries' own tools into the
 * user's cache directory. What cannot be fetched is said when it is asked for.
 */
final class PeerFiles {
  static final String STATSD_VERSION = "0.9.0";
  static final String EXPORTER_VERSION = "v0.31.0";
  static final String COLLECTD_VERSION = "5.12.0-14";

  private static final Path CACHE =
      Path.of(System.getProperty("user.home"), ".cache", "sidestat-bench");

  private PeerFiles() {}

  /** Where statsd's main script is. */
  static Path statsd() {
    return CACHE.resolve("statsd-" + STATSD_VERSION + "/node_modules/statsd/stats.js");
  }

  /** Where statsd_exporter's program is. */
  static Path exporter() {
    return CACHE.resolve("statsd_exporter-" + EXPORTER_VERSION + "/statsd_exporter");
  }

  /** Where Debian's package of collectd is unpacked. */
  static Path collectd() {
    return CACHE.resolve("collectd-" + COLLECTD_VERSION);
  }

  /** Fetches what is not there yet; needs the network. */
  static void fetch() throws IOException {
    Files.createDirectories(CACHE);
    if (!Files.exists(statsd())) {
      run(
          CACHE,
          List.of(
              "npm",
              "install",
              "--silent",
              "--omit=optional",
              "--prefix=" + CACHE.resolve("statsd-" + STATSD_VERSION),
              "statsd@" + STATSD_VERSION));
    }
    if (!Files.exists(exporter())) {
      Path directory = exporter().resolveSibling("");
      run(
          CACHE,
          List.of(
              "env",
              "GOBIN=" + directory,
              "go",
              "install",
              "github.com/prometheus/statsd_exporter@" + EXPORTER_VERSION));
    }
    if (!Files.exists(collectd().resolve("usr/sbin/collectd"))) {
      Files.createDirectories(collectd());
      run(
          collectd(),
          List.of(
              "sh",
              "-c",
              "apt-get -qq download collectd-core="
                  + COLLECTD_VERSION
                  + " libltdl7"
                  + " && for package in *.deb; do dpkg -x \"$package\" .; done"));
    }
  }

  private static void run(Path directory, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(directory.toFile()).inheritIO().start();
      process.waitFor();
    } catch (IOException e) {
      System.out.println("cannot be run: " + command.get(0) + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
