package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.ReceivedRequest;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar as one of many hosts: when it sends, and what it says of itself. */
// @BeforeEach sets the field.
@SuppressWarnings("NullAway.Init")
final class PackagedJarFleetIT {
  private final FakeCloudWatch cloudWatch = FakeCloudWatch.start();
  private final List<AutoCloseable> open = new ArrayList<>(List.of(cloudWatch));
  private Path directory;

  @BeforeEach
  void use(@TempDir Path directory) {
    this.directory = directory;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  @Test
  void run_spreadOverTheInterval_sendsNotBeforeTheHostsOffset() throws Exception {
    SidestatProcess collector =
        run(Map.of("SIDESTAT_PUBLISH_SPREAD", "60s", "SIDESTAT_INTERVAL", "1s")).awaitListening();
    long offsetMillis = collector.status().path("publish").path("offsetMillis").asLong(-1);
    assertTrue(offsetMillis >= 0 && offsetMillis < 1_000, "offset=" + offsetMillis);

    for (int requests = 1; requests <= 3; requests++) {
      int expected = requests;
      send(collector, "jobs:1|c");
      collector.await("a request came", () -> cloudWatch.requests().size() >= expected);
    }

    for (ReceivedRequest request : cloudWatch.requests()) {
      long intervalEnd = request.datums().get(0).timestampEpochMillis() + 1_000;
      assertTrue(
          request.atEpochMillis() >= intervalEnd + offsetMillis,
          () -> "came %d ms after".formatted(request.atEpochMillis() - intervalEnd));
    }
    assertEquals(1, collector.stderrLines("sent=" + offsetMillis + " ms after"));
    assertEquals(0, collector.terminate());
  }

  @Test
  void sigterm_beforeTheHostsOffset_sendsAtOnce() throws Exception {
    SidestatProcess collector =
        run(Map.of("SIDESTAT_PUBLISH_SPREAD", "60s", "SIDESTAT_INTERVAL", "60s")).awaitListening();
    send(collector, "jobs:1|c");
    collector.awaitReceived(1);

    assertEquals(0, collector.terminate());

    assertEquals(1, cloudWatch.requests().size());
    assertTrue(collector.stderr().contains("ready=0"), collector.stderr());
  }

  @Test
  void run_negativeHistogram_isToldInTheLogAndTheStatus() throws Exception {
    SidestatProcess collector = run(Map.of("SIDESTAT_INTERVAL", "1s")).awaitListening();

    send(collector, "drift:-3|h\nsteady:3|h");

    collector.await(
        "it is told", () -> collector.stderrLines("answers no percentiles of \"drift\"") == 1);
    assertEquals("[\"drift\"]", collector.status().path("percentilesRefused").toString());
    assertFalse(collector.stderr().contains("steady"), collector.stderr());
    assertEquals(0, collector.terminate());
  }

  /** Starts a collector that publishes to the fake, on free ports. */
  private SidestatProcess run(Map<String, String> environment) throws IOException {
    Map<String, String> merged = new TreeMap<>();
    merged.put("CLOUDWATCH_METRICS_ENABLED", "true");
    merged.put("ENVIRONMENT", "production");
    merged.put("AWS_REGION", "ap-northeast-2");
    merged.put("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    merged.put("AWS_SECRET_ACCESS_KEY", "secret");
    merged.put("AWS_ENDPOINT_URL", cloudWatch.endpoint().toString());
    merged.putAll(environment);
    SidestatProcess collector =
        SidestatProcess.start(
            directory,
            merged,
            "run",
            "--listen-udp=127.0.0.1:0",
            "--admin-address=127.0.0.1:0",
            "--journal-path=" + directory.resolve("journal.db"));
    // Closed before the endpoint.
    open.add(0, collector);
    return collector;
  }

  private static void send(SidestatProcess collector, String lines) throws IOException {
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(
          new DatagramPacket(
              bytes, bytes.length, InetAddress.getLoopbackAddress(), collector.udpPort()));
    }
  }
}
