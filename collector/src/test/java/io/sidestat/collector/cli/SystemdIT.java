package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.outside.FakeSystemd;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar as a service of systemd's: what it tells over its life. */
// @BeforeEach sets the fields.
@SuppressWarnings("NullAway.Init")
@EnabledOnOs(OS.LINUX)
final class SystemdIT {
  private static final String PING = "WATCHDOG=1";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<AutoCloseable> open = new ArrayList<>();
  private Path directory;
  private FakeSystemd systemd;

  @BeforeEach
  void use(@TempDir Path directory) throws IOException {
    this.directory = directory;
    systemd = FakeSystemd.in(directory);
    open.add(systemd);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  /** As the unit does: without any capability. */
  private SidestatProcess run(Map<String, String> environment, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--listen-udp=127.0.0.1:0",
                "--admin-address=127.0.0.1:0",
                "--journal-path=" + directory.resolve("journal.db")));
    arguments.addAll(List.of(more));
    SidestatProcess collector =
        SidestatProcess.startWithoutCapabilities(
            directory, environment, arguments.toArray(String[]::new));
    open.add(0, collector);
    return collector;
  }

  @Test
  void run_readyTold_listensAlready() throws Exception {
    SidestatProcess collector = run(Map.of("NOTIFY_SOCKET", systemd.name()));

    String ready = systemd.next();

    String address = "udp:127.0.0.1:" + collector.udpPort();
    assertEquals("READY=1\nSTATUS=listening on " + address, ready);
    send(collector, "jobs:1|c");
    collector.awaitReceived(1);
    assertEquals(0, collector.terminate());
  }

  @Test
  void run_overItsLife_tellsReadyThenPingsThenStopping() throws Exception {
    SidestatProcess collector =
        run(Map.of("NOTIFY_SOCKET", systemd.name(), "WATCHDOG_USEC", "1000000"));

    assertTrue(systemd.next().startsWith("READY=1\n"));
    for (int i = 0; i < 3; i++) {
      assertEquals(PING, systemd.next());
    }
    assertEquals(0, collector.terminate());

    List<String> last = new ArrayList<>(systemd.rest());
    assertEquals("STOPPING=1", last.remove(last.size() - 1), last::toString);
    assertTrue(last.stream().allMatch(PING::equals), last::toString);
    assertFalse(collector.stderr().contains("WARN"), collector.stderr());
  }

  @Test
  void hangUp_fileChangedThenBroken_isReloadedToldAndThenLeftInForce() throws Exception {
    Path file = directory.resolve("sidestat.yaml");
    Files.writeString(file, "series: {limit: 5}\n");
    SidestatProcess collector = run(Map.of("NOTIFY_SOCKET", systemd.name()), "--config=" + file);
    assertTrue(systemd.next().startsWith("READY=1\n"));
    Files.writeString(file, "series: {limit: 7}\ninterval: 5s\n");

    collector.hangUp();

    assertTrue(systemd.next().startsWith("RELOADING=1\nMONOTONIC_USEC="));
    assertTrue(systemd.next().startsWith("READY=1\n"));
    assertEquals(7, collector.status().path("series").path("limit").asInt());
    assertEquals(1, collector.stderrLines("series.limit=7 (was 5)"), collector.stderr());
    assertEquals(
        1, collector.stderrLines("need a restart, their old values stay in force: [interval=5s"));

    Files.writeString(file, "series: {limit: 0}\n");
    collector.hangUp();

    assertTrue(systemd.next().startsWith("RELOADING=1"));
    assertTrue(systemd.next().endsWith("the last reload failed"));
    assertEquals(7, collector.status().path("series").path("limit").asInt());
    assertEquals(1, collector.stderrLines("the old one stays in force: mistakes=1"));
    assertEquals(1, collector.stderrLines("sidestat.yaml:1: series.limit: found \"0\""));
    send(collector, "jobs:1|c");
    collector.awaitReceived(1);
    assertEquals(0, collector.terminate());
  }

  /** A restart would lose what waits in memory for the disk. */
  @Test
  void run_journalCannotBeWritten_pingsGoOn() throws Exception {
    SidestatProcess collector =
        run(
            Map.of(
                "NOTIFY_SOCKET", systemd.name(),
                "WATCHDOG_USEC", "1000000",
                "SIDESTAT_INTERVAL", "1s"));
    assertTrue(systemd.next().startsWith("READY=1\n"));
    try (Connection journal =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("journal.db"));
        Statement statement = journal.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      send(collector, "jobs:1|c");
      collector.await("it is not well", () -> health(collector) == 503);
      systemd.rest();
      for (int i = 0; i < 3; i++) {
        assertEquals(PING, systemd.next());
      }
      assertEquals(503, health(collector), "still");
      statement.execute("ROLLBACK");
    }
    assertEquals(0, collector.terminate());
  }

  private static int health(SidestatProcess collector) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(collector.adminAddress().resolve("/healthz"))
            .timeout(Duration.ofSeconds(5))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  @Test
  void run_abstractSocket_isTold() throws Exception {
    try (FakeSystemd withoutFile = FakeSystemd.inAbstractNamespace()) {
      SidestatProcess collector = run(Map.of("NOTIFY_SOCKET", withoutFile.name()));

      assertTrue(withoutFile.next().startsWith("READY=1\n"));
      assertEquals(0, collector.terminate());
      assertEquals(List.of("STOPPING=1"), withoutFile.rest());
    }
  }

  @Test
  void run_watchdogOfAnotherProcess_noPings() throws Exception {
    SidestatProcess collector =
        run(
            Map.of(
                "NOTIFY_SOCKET", systemd.name(),
                "WATCHDOG_USEC", "1000000",
                "WATCHDOG_PID", "1"));

    assertTrue(systemd.next().startsWith("READY=1\n"));
    assertEquals(0, collector.terminate());
    assertEquals(List.of("STOPPING=1"), systemd.rest());
  }

  @Test
  void run_nobodyAtTheSocket_warnsOnceAndRuns() throws Exception {
    SidestatProcess collector =
        run(Map.of("NOTIFY_SOCKET", directory.resolve("none").toString())).awaitListening();
    send(collector, "jobs:1|c");
    collector.awaitReceived(1);

    assertEquals(0, collector.terminate());
    assertEquals(1, collector.stderrLines("systemd cannot be told"), collector.stderr());
  }

  @Test
  void run_badWatchdogPeriod_exitsWith1AndOneLineNamingIt() throws Exception {
    SidestatProcess collector = run(Map.of("WATCHDOG_USEC", "30s"));

    assertEquals(1, collector.exitCode());
    assertEquals(1, collector.stderr().lines().count(), collector.stderr());
    assertEquals(1, collector.stderrLines("sidestat: WATCHDOG_USEC: found \"30s\", allowed:"));
  }

  @Test
  void run_badSocketName_exitsWith1AndOneLineNamingIt() throws Exception {
    SidestatProcess collector = run(Map.of("NOTIFY_SOCKET", "vsock:2:1234"));

    assertEquals(1, collector.exitCode());
    assertEquals(1, collector.stderr().lines().count(), collector.stderr());
    assertEquals(1, collector.stderrLines("sidestat: NOTIFY_SOCKET: found \"vsock:2:1234\""));
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
