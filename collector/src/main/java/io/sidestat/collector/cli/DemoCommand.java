package io.sidestat.collector.cli;

import io.sidestat.client.ClientStats;
import io.sidestat.client.SidestatClient;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.ConfigLoader;
import io.sidestat.collector.config.ConfigSources;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.model.Ledger;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sidestat demo}: the main job done on real datagrams, held against the truth. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts a collector on free ports that sends nothing to AWS, drives the traffic of three",
      "endpoints through the client over UDP, and prints what CloudWatch would have been told",
      "beside the exact truth. Needs no configuration and reads none."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it all added up: nothing lost, counts right, percentiles within the accuracy",
      "1:it did not, or the collector could not start"
    })
final class DemoCommand implements Callable<Integer> {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
  private static final long STEP_MILLIS = 20;
  private static final long PROGRESS_MILLIS = 2_000;
  private static final long SEED = 42;

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
      collector = Collector.start(config, clock);
    } catch (StartException e) {
      spec.commandLine().getErr().println("sidestat: " + e.getMessage());
      return 1;
    }
    InetSocketAddress udp = collector.udpAddress();
    out.printf(
        "collector: listening on udp 127.0.0.1:%d, http://127.0.0.1:%d/api/v1/status, journal %s%n",
        udp.getPort(), collector.adminAddress().getPort(), config.journal().path());
    out.flush();
    SidestatClient client = SidestatClient.builder().host("127.0.0.1").port(udp.getPort()).build();
    DemoTraffic traffic = new DemoTraffic(client, SEED);
    drive(traffic, collector, out);
    return keepRunning
        ? keepRunning(collector, client, traffic, config, out)
        : finish(collector, client, traffic, config, out);
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

  /** Sends at the rate asked for, in steps, and says every other second how it goes. */
  private void drive(DemoTraffic traffic, Collector collector, PrintWriter out)
      throws InterruptedException {
    long start = System.nanoTime();
    long sent = 0;
    long nextProgressMillis = PROGRESS_MILLIS;
    long elapsedMillis = 0;
    while (elapsedMillis < duration.toMillis()) {
      Thread.sleep(STEP_MILLIS);
      elapsedMillis =
          Math.min(duration.toMillis(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
      long due = elapsedMillis * requestsPerSecond / 1000;
      traffic.requests((int) (due - sent));
      sent = due;
      if (elapsedMillis >= nextProgressMillis) {
        nextProgressMillis += PROGRESS_MILLIS;
        Ledger ledger = collector.ledger();
        out.printf(
            "%3d s of %d: %d requests, %d samples sent, %d received%n",
            elapsedMillis / 1000,
            duration.toSeconds(),
            sent,
            traffic.stats().samplesAccepted(),
            ledger.received());
        out.flush();
      }
    }
  }

  private int finish(
      Collector collector,
      SidestatClient client,
      DemoTraffic traffic,
      CollectorConfig config,
      PrintWriter out)
      throws InterruptedException, JournalException {
    client.close();
    Ledger ledger = collector.stop(STOP_PATIENCE);
    boolean addsUp = report(traffic, client.stats(), ledger, config, out);
    printHowToGoOn(config, out);
    return addsUp ? 0 : 1;
  }

  private static boolean report(
      DemoTraffic traffic, ClientStats sent, Ledger ledger, CollectorConfig config, PrintWriter out)
      throws JournalException {
    try (JournalReader reader = JournalReader.open(config.journal().path())) {
      PublishedMetrics published = new PublishedMetrics(reader.unsentRequests(0, Long.MAX_VALUE));
      return new DemoReport(config.accuracy().relativeError())
          .print(traffic.endpoints(), published, sent, ledger, out);
    }
  }

  /** Traffic goes on; a Ctrl-C ends it with the table. */
  private int keepRunning(
      Collector collector,
      SidestatClient client,
      DemoTraffic traffic,
      CollectorConfig config,
      PrintWriter out)
      throws InterruptedException {
    printHowToGoOn(config, out);
    out.printf(
        "staying up until Ctrl-C; try: echo 'ResponseTime:42|ms|#Endpoint:/mine' | nc -u -w1 127.0.0.1 %d%n",
        collector.udpAddress().getPort());
    out.flush();
    Thread driver = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  driver.interrupt();
                  finishInHook(driver, collector, client, traffic, config, out);
                },
                "sidestat-stop"));
    try {
      while (true) {
        drive(traffic, collector, out);
      }
    } catch (InterruptedException e) {
      // The hook goes on from here.
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private void finishInHook(
      Thread driver,
      Collector collector,
      SidestatClient client,
      DemoTraffic traffic,
      CollectorConfig config,
      PrintWriter out) {
    int exitCode = 1;
    try {
      driver.join(STOP_PATIENCE.toMillis());
      exitCode = finish(collector, client, traffic, config, out);
    } catch (InterruptedException | JournalException | RuntimeException e) {
      spec.commandLine().getErr().println("sidestat: " + e);
    }
    out.flush();
    Runtime.getRuntime().halt(exitCode);
  }

  private static void printHowToGoOn(CollectorConfig config, PrintWriter out) {
    out.printf(
        """

        Go on:
          ask the journal   java -jar collector/target/sidestat.jar query ResponseTime --by Endpoint --stat p50 --stat p99.9 --journal-path %s
          run a collector   java -jar collector/target/sidestat.jar run
          send to AWS       CLOUDWATCH_METRICS_ENABLED=true AWS_REGION=... java -jar collector/target/sidestat.jar run
          read              docs/configuration.md, docs/architecture.md
        """,
        config.journal().path());
    out.flush();
  }
}
