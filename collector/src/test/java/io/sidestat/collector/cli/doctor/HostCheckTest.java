package io.sidestat.collector.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.admin.StatusAnswer;
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
import org.junit.jupiter.api.io.TempDir;

/** Whether a collector could have its ports, with real sockets. */
class HostCheckTest {
  private static final Path PROC = Path.of("/proc");

  @Test
  @EnabledOnOs(OS.LINUX)
  void udp_heldByUs_isWrongAndNamesUs() throws Exception {
    try (DatagramSocket held = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Finding finding = findings(held.getLocalPort(), 0, Given.nobody(), PROC).get(0);

      assertTrue(finding.stopsAll());
      assertEquals(
          "udp 127.0.0.1:%d is held by process %d (java)"
              .formatted(held.getLocalPort(), ProcessHandle.current().pid()),
          finding.found());
    }
  }

  @Test
  void udp_heldBySomebodyUnknown_saysSo(@TempDir Path empty) throws Exception {
    try (DatagramSocket held = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Finding finding = findings(held.getLocalPort(), 0, Given.nobody(), empty).get(0);

      assertTrue(finding.found().contains("cannot be told; run doctor with sudo"));
    }
  }

  @Test
  void udp_heldBySystemd_isForTheCollector(@TempDir Path proc) throws Exception {
    try (DatagramSocket held = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Files.createDirectories(proc.resolve("net"));
      Files.writeString(
          proc.resolve("net/udp"),
          "  sl  local_address rem_address   st\n"
              + "  7: 0100007F:%04X 00000000:0000 07 00000000:00000000 00:00000000 00000000  0 0 4711 2\n"
                  .formatted(held.getLocalPort()));
      Files.createDirectories(proc.resolve("1/fd"));
      Files.createSymbolicLink(proc.resolve("1/fd/9"), Path.of("socket:[4711]"));
      Files.writeString(proc.resolve("1/comm"), "systemd\n");

      Finding finding = findings(held.getLocalPort(), 0, Given.nobody(), proc).get(0);

      assertEquals(Finding.Level.NOTE, finding.level());
      assertTrue(finding.found().endsWith("is held by systemd for the collector"));
    }
  }

  @Test
  void ports_free_areOk() throws Exception {
    int udp;
    int tcp;
    try (DatagramSocket one = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      udp = one.getLocalPort();
      tcp = other.getLocalPort();
    }

    assertEquals(
        "ok port: udp 127.0.0.1:%d is free for a collector\nok port: tcp 127.0.0.1:%d is free for a collector\n"
            .formatted(udp, tcp),
        Given.text(findings(udp, tcp, Given.nobody(), PROC)));
  }

  @Test
  void admin_heldByAStranger_isNotBound() throws Exception {
    try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Finding finding =
          findings(
                  0,
                  stranger.getLocalPort(),
                  Given.answer(StatusAnswer.Kind.STRANGER, "HTTP 404"),
                  PROC)
              .get(0);

      assertTrue(finding.found().startsWith("tcp 127.0.0.1:" + stranger.getLocalPort()));
      assertTrue(finding.toDo().contains("admin.address to another port"), finding.toDo());
    }
  }

  @Test
  void udp_addressOfNobody_isWrong() throws Exception {
    Finding finding =
        new HostCheck(
                Given.config(
                        Map.of(
                            "SIDESTAT_LISTEN_UDP", "192.0.2.1:8125",
                            "SIDESTAT_ADMIN_ADDRESS", "127.0.0.1:0"))
                    .config(),
                Given.nobody(),
                PROC)
            .findings()
            .get(0);

    assertTrue(finding.found().startsWith("udp 192.0.2.1:8125 cannot be listened on"));
  }

  private static List<Finding> findings(int udp, int admin, StatusAnswer answer, Path proc)
      throws Exception {
    return new HostCheck(
            Given.config(
                    Map.of(
                        "SIDESTAT_LISTEN_UDP", "127.0.0.1:" + udp,
                        "SIDESTAT_ADMIN_ADDRESS", "127.0.0.1:" + admin))
                .config(),
            answer,
            proc)
        .findings();
  }
}
