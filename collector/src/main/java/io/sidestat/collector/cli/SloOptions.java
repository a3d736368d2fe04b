package io.sidestat.collector.cli;

import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.LoadedConfig;
import io.sidestat.collector.config.SloConfig;
import io.sidestat.collector.model.Untrusted;
import io.sidestat.collector.slo.SloMetrics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options of every command that is about objectives: the file of objectives, and the
 * configuration of the collector that publishes what they are measured by. Use it as a picocli
 * mixin.
 */
final class SloOptions {
  @Option(
      names = "--slo",
      paramLabel = "FILE",
      defaultValue = "slo.yaml",
      description = "The file of objectives. Default: ${DEFAULT-VALUE}.")
  private Path slo = Path.of("slo.yaml");

  @Mixin
  private ConfigOptions options =
      ConfigOptions.showing(
          "namespace",
          "interval",
          "dimensions",
          "dimensions-from.ec2",
          "rollups",
          "publish-original",
          "self-metrics");

  /** What was read: the file of objectives, the configuration and what follows from both. */
  record Loaded(SloConfig slo, LoadedConfig configuration, SloMetrics metrics) {
    CollectorConfig config() {
      return configuration.config();
    }

    /** The region that the environment or the {@code .env} file names. */
    Optional<String> region() {
      Map<String, String> environment = configuration.environment();
      return Stream.of("AWS_REGION", "AWS_DEFAULT_REGION")
          .flatMap(name -> Optional.ofNullable(environment.get(name)).stream())
          .findFirst();
    }

    /** Says what may not be meant. */
    void printNotes(PrintWriter err) {
      metrics.notes().forEach(note -> err.println("note: " + Untrusted.printable(note)));
    }

    /** Says what is missing, of all metrics or of the objectives' own; whether anything is. */
    static boolean printMissing(List<String> missing, PrintWriter err) {
      missing.forEach(one -> err.println("sidestat: " + Untrusted.printable(one)));
      return !missing.isEmpty();
    }
  }

  /**
   * Reads both.
   *
   * @param environment the environment of the process
   */
  Loaded load(Map<String, String> environment) throws ConfigException {
    LoadedConfig configuration = options.load(environment);
    SloConfig objectives = SloConfig.read(slo);
    return new Loaded(objectives, configuration, SloMetrics.of(objectives, configuration.config()));
  }
}
