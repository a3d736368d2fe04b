package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.timgroup.statsd.NonBlockingStatsDClient;
import io.sidestat.client.SidestatClient;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.HeldMetric;
import io.sidestat.collector.cloudwatch.MetricKey;
import io.sidestat.collector.cloudwatch.ReceivedDatum;
import io.sidestat.collector.cloudwatch.ReceivedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, end to end: the packaged jar, real datagrams of both clients, the real SDK. */
// @BeforeEach sets the fields.
@SuppressWarnings("NullAway.Init")
final class PackagedJarIT {
  private static final String NAMESPACE = "ReFit/AI";
  private static final Map<String, Double> MEDIAN_MILLIS =
      Map.of(
          "/api/ai/recommendations", 120.0,
          "/api/ai/documents/analyze", 450.0,
          "/api/ai/reports/generate", 900.0);
  private static final List<String> STATUS_CLASSES = List.of("2xx", "3xx", "4xx", "5xx");
  private static final int REQUESTS = 6_000;

  /** So many at a time are awaited, so that no socket buffer overflows. */
  private static final int REQUESTS_A_STEP = 500;

  private final FakeCloudWatch cloudWatch = FakeCloudWatch.start();
  private final SplittableRandom random = new SplittableRandom(42);
  private final Map<String, Truth> latencies = new LinkedHashMap<>();
  private final Map<List<String>, Integer> requestCounts = new LinkedHashMap<>();
  private long startedAtEpochMillis;
  private Path directory;
  private SidestatProcess collector;
  private long samplesSent;

  @BeforeEach
  void use(@TempDir Path directory) {
    this.directory = directory;
    MEDIAN_MILLIS.keySet().forEach(endpoint -> latencies.put(endpoint, new Truth()));
  }

  @AfterEach
  void close() {
    collector.close();
    cloudWatch.close();
  }

  @Test
  void run_trafficOfThreeEndpoints_cloudWatchHoldsTheTruth() throws Exception {
    start("1s");
    sendRequests();

    for (String endpoint : MEDIAN_MILLIS.keySet()) {
      Truth truth = latencies(endpoint);
      for (Map<String, String> dimensions :
          List.of(
              Map.of("Endpoint", endpoint, "Environment", "production"),
              Map.of("Endpoint", endpoint))) {
        MetricKey key = new MetricKey(NAMESPACE, "ResponseTime", "Milliseconds", dimensions);
        collector.await(key + " is complete", () -> published(key) && count(key) >= truth.count());
        HeldMetric held = cloudWatch.metric(key);
        truth.assertStatistics(held.statistics());
        for (double percent : new double[] {50, 95, 99}) {
          truth.assertPercentile(percent, held.percentile(percent).orElseThrow());
        }
      }
    }
    assertRequestCounts();
    assertEquals(expectedRequestMetrics(), cloudWatch.metrics());
    assertTimestamps(1_000, 1);
    assertEquals(0, collector.terminate());
    assertEquals(0, collector.stderrLines("ERROR"), collector.stderr());
    assertAllAccepted();
  }

  @Test
  void sigterm_openInterval_isPublishedAndTheExitCodeIsZero() throws Exception {
    start("60s");
    sendRequests();

    assertEquals(0, collector.terminate());

    for (String endpoint : MEDIAN_MILLIS.keySet()) {
      Map<String, String> dimensions = Map.of("Endpoint", endpoint, "Environment", "production");
      HeldMetric held =
          cloudWatch.metric(new MetricKey(NAMESPACE, "ResponseTime", "Milliseconds", dimensions));
      latencies(endpoint).assertStatistics(held.statistics());
      latencies(endpoint).assertPercentile(95, held.percentile(95).orElseThrow());
    }
    assertRequestCounts();
    assertEquals(expectedRequestMetrics(), cloudWatch.metrics());
    assertTimestamps(60_000, 60);
    assertTrue(collector.stderr().contains("stopped: received=" + samplesSent));
    assertAllAccepted();
  }

  @Test
  void sigterm_whileSamplesCome_everySampleReportedIsPublished() throws Exception {
    start("1s");
    AtomicBoolean sending = new AtomicBoolean(true);
    int port = collector.udpPort();
    Thread sender = new Thread(() -> sendUntil(sending, port));
    sender.start();
    collector.awaitReceived(20_000);

    int exitCode = collector.terminate();
    sending.set(false);
    sender.join();

    Matcher totals =
        Pattern.compile("stopped: received=(\\d+), aggregated=(\\d+), .* lost=0,")
            .matcher(collector.stderr());
    assertTrue(totals.find(), collector.stderr());
    assertEquals(0, exitCode);
    MetricKey key = new MetricKey(NAMESPACE, "busy", "Count", Map.of("Environment", "production"));
    assertEquals(
        Double.parseDouble(totals.group(2)), cloudWatch.metric(key).statistics().sum(), 0.0);
  }

  private static void sendUntil(AtomicBoolean sending, int port) {
    byte[] lines = "busy:1|c\n".repeat(100).getBytes(StandardCharsets.UTF_8);
    try (DatagramSocket socket = new DatagramSocket()) {
      InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      while (sending.get()) {
        socket.send(new DatagramPacket(lines, lines.length, target));
        LockSupport.parkNanos(200_000);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void run_everyTypeOfBothClients_arrivesUnderItsNameAndUnit() throws Exception {
    start("60s");
    try (SidestatClient client =
        SidestatClient.builder().host("127.0.0.1").port(collector.udpPort()).build()) {
      client.gauge("QueueDepth", "Queue", "mail").set(17);
      client.gauge("Drift", "Queue", "mail").set(-2.5);
      client.set("Users", "Plan", "pro", "Region", "kr").add("u1");
      client.set("Users", "Plan", "pro", "Region", "kr").add("u2");
      client.counter("Bytes", "Queue", "mail").add(12.75);
    }
    NonBlockingStatsDClient original =
        new NonBlockingStatsDClient("legacy", "127.0.0.1", collector.udpPort());
    original.count("jobs", 3);
    original.count("jobs", 4);
    original.count("sampled", 2, 0.5);
    original.recordExecutionTime("duration", 250);
    original.recordGaugeValue("level", -7);
    original.recordSetEvent("visitors", "a");
    original.recordSetEvent("visitors", "b");
    original.stop();
    // 5 of ours with one more for the negative gauge, 7 of the original's with one more.
    collector.awaitReceived(14);

    assertEquals(0, collector.terminate());

    Map<String, String> mail = Map.of("Queue", "mail", "Environment", "production");
    Map<String, String> plan = Map.of("Plan", "pro", "Region", "kr", "Environment", "production");
    Map<String, String> bare = Map.of("Environment", "production");
    Map<MetricKey, Double> sums =
        Map.of(
            new MetricKey(NAMESPACE, "QueueDepth", "None", mail), 17.0,
            new MetricKey(NAMESPACE, "Drift", "None", mail), -2.5,
            new MetricKey(NAMESPACE, "Bytes", "Count", mail), 12.75,
            new MetricKey(NAMESPACE, "Users", "Count", plan), 2.0,
            new MetricKey(NAMESPACE, "legacy.jobs", "Count", bare), 7.0,
            new MetricKey(NAMESPACE, "legacy.sampled", "Count", bare), 4.0,
            new MetricKey(NAMESPACE, "legacy.duration", "Milliseconds", bare), 250.0,
            new MetricKey(NAMESPACE, "legacy.level", "None", bare), -7.0,
            new MetricKey(NAMESPACE, "legacy.visitors", "Count", bare), 2.0);
    assertEquals(sums.keySet(), cloudWatch.metrics());
    sums.forEach(
        (key, sum) ->
            assertEquals(sum, cloudWatch.metric(key).statistics().sum(), 1e-9, key.toString()));
    assertEquals(
        2,
        cloudWatch
            .metric(new MetricKey(NAMESPACE, "legacy.sampled", "Count", bare))
            .statistics()
            .count());
    assertAllAccepted();
  }

  private void start(String interval) throws IOException {
    startedAtEpochMillis = System.currentTimeMillis();
    collector =
        SidestatProcess.start(
                directory,
                Map.of(
                    "CLOUDWATCH_METRICS_ENABLED", "true",
                    "ENVIRONMENT", "production",
                    "SIDESTAT_NAMESPACE", NAMESPACE,
                    "AWS_REGION", "ap-northeast-2",
                    "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                    "AWS_SECRET_ACCESS_KEY", "secret",
                    "AWS_ENDPOINT_URL", cloudWatch.endpoint().toString()),
                "run",
                "--interval=" + interval,
                "--listen-udp=127.0.0.1:0",
                "--admin-address=127.0.0.1:0",
                "--journal-path=" + directory.resolve("journal.db"))
            .awaitListening();
  }

  /** Log-normal latencies and counts by status class, as the brief's middleware has them. */
  private void sendRequests() throws IOException {
    List<String> endpoints = List.copyOf(MEDIAN_MILLIS.keySet());
    try (SidestatClient client =
        SidestatClient.builder().host("127.0.0.1").port(collector.udpPort()).build()) {
      for (int i = 0; i < REQUESTS; i++) {
        sendRequest(client, endpoints.get(i % endpoints.size()), i);
        if ((i + 1) % REQUESTS_A_STEP == 0) {
          collector.awaitReceived(samplesSent);
        }
      }
    }
    assertEquals(REQUESTS, latencies.values().stream().mapToInt(Truth::count).sum());
  }

  private void sendRequest(SidestatClient client, String endpoint, int index) {
    double median = MEDIAN_MILLIS.getOrDefault(endpoint, 0.0);
    long nanos = (long) (median * Math.exp(0.5 * random.nextGaussian()) * 1e6);
    latencies(endpoint).add(nanos / 1e6);
    client.timer("ResponseTime", "Endpoint", endpoint).recordNanos(nanos);
    String statusClass = STATUS_CLASSES.get(index % 7 % STATUS_CLASSES.size());
    requestCounts.merge(List.of(endpoint, statusClass), 1, Integer::sum);
    client.counter("RequestCount", "Endpoint", endpoint, "StatusCode", statusClass).increment();
    samplesSent += 2;
    if (statusClass.equals("5xx")) {
      client.counter("ErrorCount", "Endpoint", endpoint).increment();
      samplesSent++;
    }
  }

  private Truth latencies(String endpoint) {
    return latencies.computeIfAbsent(endpoint, e -> new Truth());
  }

  private boolean published(MetricKey key) {
    return cloudWatch.metrics().contains(key);
  }

  private double count(MetricKey key) {
    return cloudWatch.metric(key).statistics().count();
  }

  /** The sum over each exact set of dimensions. */
  private void assertRequestCounts() {
    Map<MetricKey, Integer> expected = new LinkedHashMap<>();
    requestCounts.forEach(
        (labels, requests) -> {
          for (MetricKey key : requestCountKeys(labels.get(0), labels.get(1))) {
            expected.merge(key, requests, Integer::sum);
          }
          if (labels.get(1).equals("5xx")) {
            errorCountKeys(labels.get(0)).forEach(key -> expected.put(key, requests));
          }
        });
    expected.forEach(
        (key, requests) -> {
          collector.await(key + " is complete", () -> published(key) && count(key) >= requests);
          double exact = requests;
          assertEquals(exact, count(key), key::toString);
          assertEquals(exact, cloudWatch.metric(key).statistics().sum(), key::toString);
        });
  }

  private static Set<MetricKey> requestCountKeys(String endpoint, String statusClass) {
    return Set.of(
        key("RequestCount", Map.of("Endpoint", endpoint)),
        key("RequestCount", Map.of("Endpoint", endpoint, "Environment", "production")),
        key("RequestCount", Map.of("Endpoint", endpoint, "StatusCode", statusClass)),
        key(
            "RequestCount",
            Map.of("Endpoint", endpoint, "StatusCode", statusClass, "Environment", "production")));
  }

  private static Set<MetricKey> errorCountKeys(String endpoint) {
    return Set.of(
        key("ErrorCount", Map.of("Endpoint", endpoint)),
        key("ErrorCount", Map.of("Endpoint", endpoint, "Environment", "production")));
  }

  private static MetricKey key(String name, Map<String, String> dimensions) {
    return new MetricKey(NAMESPACE, name, "Count", dimensions);
  }

  private Set<MetricKey> expectedRequestMetrics() {
    Set<MetricKey> keys = new HashSet<>();
    for (String endpoint : MEDIAN_MILLIS.keySet()) {
      for (Map<String, String> dimensions :
          List.of(
              Map.of("Endpoint", endpoint, "Environment", "production"),
              Map.of("Endpoint", endpoint))) {
        keys.add(new MetricKey(NAMESPACE, "ResponseTime", "Milliseconds", dimensions));
      }
      STATUS_CLASSES.forEach(status -> keys.addAll(requestCountKeys(endpoint, status)));
      keys.addAll(errorCountKeys(endpoint));
    }
    return keys;
  }

  private void assertTimestamps(long intervalMillis, int resolutionSeconds) {
    long now = System.currentTimeMillis();
    for (ReceivedRequest request : cloudWatch.requests()) {
      for (ReceivedDatum datum : request.datums()) {
        long timestamp = datum.timestampEpochMillis();
        assertEquals(0, timestamp % intervalMillis, "aligned");
        assertTrue(
            timestamp > startedAtEpochMillis - intervalMillis && timestamp <= now,
            () -> "timestamp=" + timestamp);
        assertEquals(resolutionSeconds, datum.storageResolutionSeconds());
      }
    }
  }

  private void assertAllAccepted() {
    for (ReceivedRequest request : cloudWatch.requests()) {
      assertEquals(200, request.status());
    }
  }
}
