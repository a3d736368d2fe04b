package io.sidestat.collector.cli;

import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.ConfigLoader;
import io.sidestat.collector.config.ConfigSources;
import io.sidestat.collector.listen.InheritedSockets;
import io.sidestat.collector.publish.HostOffset;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sidestat demo}: the main job done on real datagrams, held against the truth. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Does the main job on real datagrams, without AWS.",
      "Starts a collector on free ports that sends nothing to AWS, drives the traffic of three"
          + " endpoints through the client over UDP, and prints what CloudWatch would have been"
          + " told beside the exact truth. Needs no configuration and reads none."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it all added up: nothing lost, counts right, percentiles within the accuracy",
      "1:it did not, or the collector could not start"
    })
final class DemoCommand implements Callable<Integer> {

  private final InstantSource clock = InstantSource.system();

  @Option(
      names = "--duration",
      paramLabel = "DURATION",
      defaultValue = "20s",
      converter = QueryCommand.DurationConverter.class,
      description = "How long traffic runs. Default: ${DEFAULT-VALUE}.")
  private Duration duration = Duration.ofSeconds(20);

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Requests a second, over all endpoints. Default: ${DEFAULT-VALUE}.")
  private int requestsPerSecond = 1000;

  @Option(
      names = "--keep-running",
      description = "Stay up after the table, with traffic, until Ctrl-C.")
  private boolean keepRunning;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Path directory = Files.createTempDirectory("sidestat-demo-");
    CollectorConfig config = config(directory);
    Collector collector;
    try {
      collector =
          Collector.start(config, HostOffset.NONE, Optional.empty(), clock, InheritedSockets.NONE);
    } catch (StartException e) {
      spec.commandLine().getErr().println("sidestat: " + e.getMessage());
      return 1;
    }
    out.printf(
        "collector: listening on udp 127.0.0.1:%d, http://127.0.0.1:%d/api/v1/status, journal %s%n",
        collector.listeners().udpPort(),
        collector.adminAddress().getPort(),
        config.journal().path());
    out.flush();
    DemoRun run = new DemoRun(collector, config, requestsPerSecond, out);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(run), "sidestat-stop"));
    return run.run(duration, keepRunning) ? 0 : 1;
  }

  /** The shutdown hook: a Ctrl-C ends the run with its table and exit code. */
  private static void end(DemoRun run) {
    int exitCode = 1;
    try {
      exitCode = run.endEarly() ? 0 : 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(exitCode);
  }

  private CollectorConfig config(Path directory) throws ConfigException {
    return ConfigLoader.load(
            new ConfigSources(
                Optional.empty(),
                Optional.empty(),
                Map.of("ENVIRONMENT", "demo"),
                Map.of(
                    "namespace", "Sidestat/Demo",
                    "interval", "1s",
                    "listen.udp", "127.0.0.1:0",
                    "admin.address", "127.0.0.1:0",
                    "journal.path", directory.resolve("journal.db").toString())))
        .config();
  }
}
