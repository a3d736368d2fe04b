package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.MetricKey;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged collector publishes of itself. */
final class SelfMetricsIT {
  private static final Map<String, String> ENVIRONMENT = Map.of("Environment", "production");

  private final FakeCloudWatch cloudWatch = FakeCloudWatch.start();
  @TempDir private Path directory;

  @AfterEach
  void close() {
    cloudWatch.close();
  }

  @Test
  void run_withoutTraffic_publishesAHeartbeatEachInterval() throws Exception {
    try (SidestatProcess collector = start(Map.of("SIDESTAT_SELF_METRICS", "on"))) {
      collector.await("two intervals are published", () -> requestsSent() >= 2);
      assertEquals(0, collector.terminate(), collector.stderr());
    }

    var heartbeats = cloudWatch.metric(key("Sidestat/Heartbeat", ENVIRONMENT)).statistics();
    assertTrue(heartbeats.count() >= 2, heartbeats.toString());
    assertEquals(1, heartbeats.min());
    assertEquals(1, heartbeats.max());
    assertEquals(0, cloudWatch.metric(key("Sidestat/SamplesLost", ENVIRONMENT)).statistics().sum());
    assertEquals(2, cloudWatch.metrics().size(), cloudWatch.metrics().toString());
  }

  @Test
  void run_byHost_publishesBoth() throws Exception {
    try (SidestatProcess collector = start(Map.of("SIDESTAT_SELF_METRICS", "host"))) {
      collector.await("an interval is published", () -> requestsSent() >= 1);
      assertEquals(0, collector.terminate(), collector.stderr());
    }

    assertTrue(cloudWatch.metrics().contains(key("Sidestat/Heartbeat", ENVIRONMENT)));
    assertTrue(
        cloudWatch.metrics().stream()
            .anyMatch(
                metric ->
                    metric.name().equals("Sidestat/Heartbeat")
                        && metric.dimensions().containsKey("Host")));
  }

  @Test
  void run_switchedOff_leavesTheDiskAlone() throws Exception {
    try (SidestatProcess collector =
        start(Map.of("SIDESTAT_SELF_METRICS", "on", "CLOUDWATCH_METRICS_ENABLED", "false"))) {
      long before = collector.status().path("journalFigures").path("lastCommitMicros").asLong();
      collector.await("time passes", new Turns(2_500)::over);
      assertEquals(
          before, collector.status().path("journalFigures").path("lastCommitMicros").asLong());
      assertEquals(0, collector.terminate(), collector.stderr());
    }
    assertFalse(requestsSent() > 0);
  }

  /** Over after that many milliseconds. */
  private record Turns(long untilNanos) {
    Turns(int millis) {
      this(System.nanoTime() + millis * 1_000_000L);
    }

    boolean over() {
      return System.nanoTime() > untilNanos;
    }
  }

  private int requestsSent() {
    return cloudWatch.requests().size();
  }

  private static MetricKey key(String name, Map<String, String> dimensions) {
    return new MetricKey("Sidestat", name, "Count", dimensions);
  }

  private SidestatProcess start(Map<String, String> settings) throws Exception {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "CLOUDWATCH_METRICS_ENABLED", "true",
                "ENVIRONMENT", "production",
                "AWS_REGION", "ap-northeast-2",
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_ENDPOINT_URL", cloudWatch.endpoint().toString()));
    environment.putAll(settings);
    return SidestatProcess.start(
            directory,
            environment,
            "run",
            "--interval=1s",
            "--listen-udp=127.0.0.1:0",
            "--admin-address=127.0.0.1:0",
            "--journal-path=" + directory.resolve("journal.db"))
        .awaitListening();
  }
}
