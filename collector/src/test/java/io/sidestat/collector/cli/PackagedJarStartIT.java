package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Starts that fail, or that might have: the message says what to do. */
final class PackagedJarStartIT extends PackagedJarFixture {
  @Test
  void run_publishingOff_needsNoAwsSettingAndSendsNothing() throws Exception {
    SidestatProcess collector =
        run(Map.of("AWS_ENDPOINT_URL", cloudWatch.endpoint().toString())).awaitListening();
    send(collector, "jobs:2|c");
    collector.await("it is journaled", () -> journaled("jobs") == 2);

    assertEquals("off", collector.status().path("publishing").asText());
    assertTrue(collector.status().path("outbox").path("local").asLong() >= 1);
    assertEquals(0, collector.terminate());
    assertEquals(List.of(), cloudWatch.requests());
    assertEquals(1, collector.stderrLines("publishing is off"));
    assertEquals(0, collector.stderrLines(" WARN "), collector.stderr());
    assertEquals(0, collector.stderrLines(" ERROR "), collector.stderr());
  }

  @Test
  void run_noRegion_logNamesTheVariable() throws Exception {
    SidestatProcess collector = run(Map.of("CLOUDWATCH_METRICS_ENABLED", "true")).awaitListening();
    send(collector, "jobs:2|c");

    collector.await("it is told", () -> collector.stderrLines("set AWS_REGION") == 1);
    assertEquals(0, collector.terminate());
  }

  @Test
  void run_udpPortTaken_exitsWith1AndOneLineNamingIt() throws Exception {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      SidestatProcess collector = run(Map.of(), "--listen-udp=127.0.0.1:" + taken.getLocalPort());

      assertEquals(1, collector.exitCode());
      assertEquals(1, collector.stderr().lines().count(), collector.stderr());
      assertEquals(1, collector.stderrLines("udp 127.0.0.1:" + taken.getLocalPort()));
    }
  }

  @Test
  void run_nowhereToUnpackTheLibraryOfSqlite_exitsWith1AndSaysWhere() throws Exception {
    Path nowhere = directory.resolve("nowhere");
    SidestatProcess collector =
        run(Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + nowhere), "--listen-udp=127.0.0.1:0");

    assertEquals(1, collector.exitCode());
    assertEquals(
        1, collector.stderrLines("it is unpacked into " + nowhere + ","), collector.stderr());
  }

  /** Root may have any receive buffer; others are granted less and must be content with it. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void run_withoutCapabilities_listensAndReceives() throws Exception {
    SidestatProcess collector =
        opened(
            SidestatProcess.startWithoutCapabilities(
                directory,
                Map.of(),
                "run",
                "--listen-udp=127.0.0.1:0",
                "--listen-receive-buffer=1GiB",
                "--admin-address=127.0.0.1:0",
                "--journal-path=" + journal));
    collector.awaitListening();

    send(collector, "jobs:2|c");

    collector.awaitReceived(1);
    assertEquals(1, collector.stderrLines("receive buffer is smaller than asked for"));
    assertEquals(0, collector.terminate());
  }

  @Test
  void run_adminPortTaken_exitsWith1AndOneLineNamingIt() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      SidestatProcess collector =
          run(Map.of(), "--admin-address=127.0.0.1:" + taken.getLocalPort());

      assertEquals(1, collector.exitCode());
      assertEquals(1, collector.stderr().lines().count(), collector.stderr());
      assertEquals(1, collector.stderrLines("tcp 127.0.0.1:" + taken.getLocalPort()));
    }
  }

  @Test
  void run_journalBelowARegularFile_exitsWith1AndNamesThePath() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");

    SidestatProcess collector = run(Map.of(), "--journal-path=" + file.resolve("journal.db"));

    assertEquals(1, collector.exitCode());
    assertEquals(1, collector.stderr().lines().count(), collector.stderr());
    assertEquals(1, collector.stderrLines(file.toString()));
  }

  @Test
  void run_journalIsADirectory_exitsWith1AndNamesThePath() throws Exception {
    Path path = Files.createDirectory(directory.resolve("dir.db"));

    SidestatProcess collector = run(Map.of(), "--journal-path=" + path);

    assertEquals(1, collector.exitCode());
    assertEquals(1, collector.stderr().lines().count(), collector.stderr());
    assertEquals(1, collector.stderrLines(path.toString()));
  }

  @Test
  void run_configurationMistake_exitsWith2AndNamesTheSetting() throws Exception {
    SidestatProcess collector = run(Map.of("SIDESTAT_INTERVAL", "7s"));

    assertEquals(2, collector.exitCode());
    assertTrue(collector.stderr().contains("7s"), collector.stderr());
    assertTrue(collector.stderr().contains("SIDESTAT_INTERVAL"), collector.stderr());
    assertFalse(collector.stderr().contains("\tat "), "no stack");
  }

  @Test
  void run_journalOfARunningCollector_exitsWith1AndSaysSo() throws Exception {
    SidestatProcess first = run(Map.of()).awaitListening();

    SidestatProcess second = run(Map.of());

    assertEquals(1, second.exitCode());
    assertEquals(1, second.stderr().lines().count(), second.stderr());
    assertEquals(1, second.stderrLines("in use by another collector"));
    assertEquals(0, first.terminate());
  }

  @Test
  void run_unknownListenHost_namesTheSettingAndNoOtherCollector() throws Exception {
    SidestatProcess collector = run(Map.of(), "--listen-udp=nowhere.invalid:8125");

    assertEquals(1, collector.exitCode());
    assertTrue(collector.stderr().contains("listen.udp names a host"), collector.stderr());
    assertFalse(collector.stderr().contains("another collector"), collector.stderr());
  }
}
