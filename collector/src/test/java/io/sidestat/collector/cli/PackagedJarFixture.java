package io.sidestat.collector.cli;

import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.MetricKey;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.query.JournalQuery;
import io.sidestat.collector.query.Query;
import io.sidestat.collector.query.QueryBounds;
import io.sidestat.collector.query.QueryRow;
import io.sidestat.collector.query.Statistic;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar over loopback, with an endpoint in CloudWatch's place. */
abstract class PackagedJarFixture {
  static final Map<String, String> DEVELOPMENT = Map.of("Environment", "development");
  static final MetricKey JOBS = new MetricKey("Sidestat", "jobs", "Count", DEVELOPMENT);

  final FakeCloudWatch cloudWatch = FakeCloudWatch.start();
  final List<AutoCloseable> open = new ArrayList<>(List.of(cloudWatch));
  Path directory;
  Path journal;

  @BeforeEach
  void use(@TempDir Path directory) {
    this.directory = directory;
    journal = directory.resolve("journal.db");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  /** Starts a collector on free ports with intervals of a second; later arguments win. */
  final SidestatProcess run(Map<String, String> environment, String... arguments)
      throws IOException {
    Map<String, String> settings = new TreeMap<>();
    settings.put("--interval", "1s");
    settings.put("--listen-udp", "127.0.0.1:0");
    settings.put("--admin-address", "127.0.0.1:0");
    settings.put("--journal-path", journal.toString());
    for (String argument : arguments) {
      int equalsAt = argument.indexOf('=');
      settings.put(argument.substring(0, equalsAt), argument.substring(equalsAt + 1));
    }
    if (environment.containsKey("SIDESTAT_INTERVAL")) {
      settings.remove("--interval");
    }
    List<String> command = new ArrayList<>(List.of("run"));
    settings.forEach((flag, value) -> command.add(flag + "=" + value));
    return opened(SidestatProcess.start(directory, environment, command.toArray(String[]::new)));
  }

  final SidestatProcess command(String... arguments) throws IOException {
    return opened(SidestatProcess.start(directory, Map.of(), arguments));
  }

  final SidestatProcess opened(SidestatProcess process) {
    // Closed before the endpoint.
    open.add(0, process);
    return process;
  }

  static Map<String, String> publishingTo(String endpoint) {
    return Map.of(
        "CLOUDWATCH_METRICS_ENABLED", "true",
        "ENVIRONMENT", "development",
        "AWS_REGION", "ap-northeast-2",
        "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY", "secret",
        "AWS_ENDPOINT_URL", URI.create(endpoint).toString());
  }

  /** Sends one datagram. */
  static void send(SidestatProcess collector, String lines) throws IOException {
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(
          new DatagramPacket(
              bytes, bytes.length, InetAddress.getLoopbackAddress(), collector.udpPort()));
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** What the journal holds of a metric: a timer's count, a counter's sum. */
  final double journaled(String metric) throws Exception {
    String statistic = metric.equals("ResponseTime") ? "count" : "sum";
    try (JournalReader reader = JournalReader.open(journal)) {
      List<QueryRow> rows =
          new JournalQuery(reader, Grid.within(0.005), QueryBounds.NONE)
              .run(
                  new Query(
                      metric,
                      Map.of(),
                      List.of(),
                      Optional.empty(),
                      Instant.EPOCH,
                      Instant.now().plusSeconds(1),
                      List.of(Statistic.parse(statistic))));
      return rows.isEmpty() ? 0 : rows.get(0).statistics().get(0).orElse(0);
    }
  }

  static double sum(FakeCloudWatch cloudWatch, MetricKey key) {
    return cloudWatch.metrics().contains(key) ? cloudWatch.metric(key).statistics().sum() : 0;
  }
}
