package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.MetricKey;
import io.sidestat.collector.cloudwatch.ReceivedRequest;
import io.sidestat.collector.outside.FakeMetadata;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar as one of many hosts: when it sends, and what it says of itself. */
// @BeforeEach sets the field.
@SuppressWarnings("NullAway.Init")
final class PackagedJarFleetIT {
  private static final String INSTANCE = "i-0abc1234def567890";

  private final FakeCloudWatch cloudWatch = FakeCloudWatch.start();
  private final FakeMetadata metadata = FakeMetadata.start();
  private final List<AutoCloseable> open = new ArrayList<>(List.of(cloudWatch, metadata));
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

  private Map<String, String> asking(String dimensions) {
    return Map.of(
        "SIDESTAT_DIMENSIONS_FROM_EC2",
        dimensions,
        "SIDESTAT_INTERVAL",
        "1s",
        "AWS_EC2_METADATA_DISABLED",
        "false",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT",
        metadata.endpoint().toString());
  }

  private static MetricKey key(String name, String... dimensions) {
    Map<String, String> all = new TreeMap<>();
    all.put("Environment", "production");
    for (int i = 0; i < dimensions.length; i += 2) {
      all.put(dimensions[i], dimensions[i + 1]);
    }
    return new MetricKey("Sidestat", name, "Count", all);
  }

  private static void awaitMetadata(SidestatProcess collector, String state) {
    collector.await(
        "metadata is " + state,
        () -> collector.status().path("ec2").path("metadata").asText().equals(state));
  }

  @Test
  void run_dimensionsFromEc2_areOnWhatCloudWatchGetsAndInTheJournal() throws Exception {
    metadata.tag("aws:autoscaling:groupName", "web");
    SidestatProcess collector = run(asking("InstanceId,AutoScalingGroupName")).awaitListening();
    awaitMetadata(collector, "known");

    send(collector, "jobs:2|c\njobs:3|c|#InstanceId:mine\njobs:4|c|#InstanceId:" + INSTANCE);

    MetricKey own = key("jobs", "InstanceId", INSTANCE, "AutoScalingGroupName", "web");
    MetricKey app = key("jobs", "InstanceId", "mine", "AutoScalingGroupName", "web");
    collector.await("both came", () -> cloudWatch.metrics().containsAll(Set.of(own, app)));
    assertEquals(6, cloudWatch.metric(own).statistics().sum());
    assertEquals(3, cloudWatch.metric(app).statistics().sum(), "the app's tag wins");
    assertEquals(Set.of(own, app), cloudWatch.metrics());
    SidestatProcess query =
        SidestatProcess.start(
            directory,
            Map.of(),
            "query",
            "jobs",
            "--by=InstanceId",
            "--stat=sum",
            "--journal-path=" + directory.resolve("journal.db"));
    open.add(0, query);
    assertEquals(0, query.exitCode(), query.stderr());
    assertTrue(query.stdout().contains(INSTANCE), query.stdout());
    assertEquals(
        1, collector.stderrLines("EC2 metadata is known: InstanceId=" + INSTANCE), "said once");
    assertEquals(0, collector.terminate());
  }

  @Test
  void run_metadataHangs_holdsUpNothingAndTheDimensionsComeLater() throws Exception {
    metadata.hang(true);
    SidestatProcess collector = run(asking("InstanceId")).awaitListening();
    send(collector, "jobs:1|c");
    collector.awaitReceived(1);
    collector.await("it came without", () -> cloudWatch.metrics().contains(key("jobs")));
    assertEquals("unknown", collector.status().path("ec2").path("metadata").asText());
    assertEquals(1, collector.status().path("ec2").path("intervalsWithout").asLong());
    collector.await(
        "the log says what to do", () -> collector.stderrLines("response-hop-limit 2") == 1);
    // The question is given up after 2 s, and the collector had long been listening.
    assertTrue(
        collector.stderr().indexOf("listening:") < collector.stderr().indexOf("EC2 metadata is"),
        collector.stderr());

    metadata.hang(false);
    awaitMetadata(collector, "known");
    send(collector, "jobs:5|c");

    MetricKey own = key("jobs", "InstanceId", INSTANCE);
    collector.await("it came with", () -> cloudWatch.metrics().contains(own));
    assertEquals(5, cloudWatch.metric(own).statistics().sum());
    assertEquals(1, cloudWatch.metric(key("jobs")).statistics().sum());
    assertEquals(0, collector.terminate());
  }

  @Test
  void run_fortyTags_leaveAPlaceForTheInstance() throws Exception {
    SidestatProcess collector = run(asking("InstanceId")).awaitListening();
    awaitMetadata(collector, "known");
    String tags = String.join(",", IntStream.range(0, 40).mapToObj(i -> "t" + i + ":v").toList());

    send(collector, "jobs:1|c|#" + tags);

    collector.await("it came", () -> !cloudWatch.metrics().isEmpty());
    MetricKey only = cloudWatch.metrics().iterator().next();
    assertEquals(30, only.dimensions().size());
    assertEquals(INSTANCE, only.dimensions().get("InstanceId"));
    assertEquals(0, collector.terminate());
  }

  @Test
  void run_publishingOff_asksEc2Nothing() throws Exception {
    Map<String, String> environment = new TreeMap<>(asking("InstanceId"));
    environment.put("CLOUDWATCH_METRICS_ENABLED", "false");
    SidestatProcess collector = run(environment).awaitListening();
    send(collector, "jobs:1|c");
    collector.await(
        "it is journaled", () -> collector.status().path("outbox").path("local").asLong() == 1);

    assertEquals(0, collector.terminate());
    assertEquals(List.of(), metadata.asked());
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
