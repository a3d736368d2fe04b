package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.cloudwatch.Await;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.ConfigLoader;
import io.sidestat.collector.config.ConfigSources;
import io.sidestat.collector.journal.HistoryFilter;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.listen.InheritedSockets;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.publish.HostOffset;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All rooms in this process, over real sockets and a real journal, under a clock set by hand. */
// @BeforeEach sets the fields.
@SuppressWarnings("NullAway.Init")
class CollectorTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  private volatile Instant now = NOON;
  private Path journal;
  private Collector collector;
  private boolean stopped;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    journal = directory.resolve("journal.db");
    collector =
        Collector.start(
            config(Map.of()), HostOffset.NONE, Optional.empty(), () -> now, InheritedSockets.NONE);
  }

  private CollectorConfig config(Map<String, String> more) throws ConfigException {
    Map<String, String> flags = new HashMap<>();
    flags.put("listen.udp", "127.0.0.1:0");
    flags.put("admin.address", "127.0.0.1:0");
    flags.put("journal.path", journal.toString());
    flags.putAll(more);
    return ConfigLoader.load(
            new ConfigSources(
                Optional.empty(), Optional.empty(), Map.of("ENVIRONMENT", "test"), flags))
        .config();
  }

  @AfterEach
  void close() throws InterruptedException {
    if (!stopped) {
      var unused = stop();
    }
  }

  private Ledger stop() throws InterruptedException {
    stopped = true;
    return collector.stop(Duration.ofSeconds(10));
  }

  private void send(String lines) throws IOException {
    Datagram.send(collector.listeners().udpPort(), lines);
  }

  private void sendAndAwait(String lines, long receivedInAll) throws IOException {
    send(lines);
    Await.until("it is received", () -> collector.intake().ledger().received() >= receivedInAll);
  }

  /** The counter's sum by the minute and the dimensions it is held under. */
  private Map<String, Double> held(String metric) throws Exception {
    Map<String, Double> sums = new TreeMap<>();
    try (JournalReader reader = JournalReader.open(journal)) {
      reader.forEach(
          new HistoryFilter(metric, Map.of(), 0, Long.MAX_VALUE / 2),
          row ->
              sums.merge(
                  Instant.ofEpochMilli(row.interval().startEpochMillis()) + " " + row.id(),
                  ((CounterTotal) row.value()).increments().sum(),
                  Double::sum));
    }
    return sums;
  }

  @Test
  void receive_firstMomentOfAnInterval_belongsToIt() throws Exception {
    now = NOON.plusMillis(59_900);
    sendAndAwait("c:1|c", 1);

    // The tick comes later than the datagram.
    now = NOON.plusMillis(60_001);
    sendAndAwait("c:2|c", 2);
    assertTrue(stop().balanced());

    assertEquals(
        Map.of(
            "2026-11-26T12:00:00Z c{Environment=test}", 1.0,
            "2026-11-26T12:01:00Z c{Environment=test}", 2.0),
        held("c"));
  }

  @Test
  void receive_clockSteppedBackAndForthByHours_losesNothing() throws Exception {
    sendAndAwait("c:1|c", 1);
    now = NOON.minus(Duration.ofHours(3));
    sendAndAwait("c:2|c", 2);
    now = NOON.plus(Duration.ofHours(5));
    sendAndAwait("c:4|c", 3);
    now = NOON;
    sendAndAwait("c:8|c", 4);
    assertTrue(stop().balanced());

    assertEquals(
        Map.of(
            "2026-11-26T12:00:00Z c{Environment=test}", 9.0,
            "2026-11-26T09:00:00Z c{Environment=test}", 2.0,
            "2026-11-26T17:00:00Z c{Environment=test}", 4.0),
        held("c"));
    assertEquals(0, collector.samplesLost());
  }

  @Test
  void reload_otherDimensionsAndRollUps_applyFromThenOnAndLoseNothing() throws Exception {
    sendAndAwait("c:1|c\ng:5|g", 2);

    collector.reload(config(Map.of("dimensions", "Team=search")), inForce -> HostOffset.NONE);
    sendAndAwait("c:2|c\ng:+1|g", 4);
    assertTrue(stop().balanced());

    assertEquals(
        Map.of(
            "2026-11-26T12:00:00Z c{Environment=test}", 1.0,
            "2026-11-26T12:00:00Z c{Environment=test,Team=search}", 2.0),
        held("c"));
  }

  @Test
  void reload_seriesLimitRaised_takesFurtherSeriesAtOnce() throws Exception {
    collector.reload(config(Map.of("series.limit", "1")), inForce -> HostOffset.NONE);
    sendAndAwait("c:1|c|#k:a\nc:2|c|#k:b", 2);
    collector.reload(config(Map.of("series.limit", "10")), inForce -> HostOffset.NONE);
    sendAndAwait("c:4|c|#k:b\nc:8|c|#k:a", 4);
    assertTrue(stop().balanced());

    assertEquals(
        Map.of(
            "2026-11-26T12:00:00Z c{Environment=test,k=a}", 9.0,
            "2026-11-26T12:00:00Z c{Environment=test,k=__other__}", 2.0,
            "2026-11-26T12:00:00Z c{Environment=test,k=b}", 4.0),
        held("c"));
  }

  @Test
  void reload_settingsOfTheSockets_leavesThemAsTheyAre() throws Exception {
    int port = collector.listeners().udpPort();

    collector.reload(
        config(Map.of("listen.udp", "127.0.0.1:1", "interval", "1s")), inForce -> HostOffset.NONE);

    assertEquals(port, collector.listeners().udpPort());
    sendAndAwait("c:1|c", 1);
  }
}
