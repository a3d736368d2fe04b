package io.sidestat.collector.listen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.Socket;
import io.sidestat.collector.cloudwatch.Await;
import io.sidestat.collector.config.HostPort;
import io.sidestat.collector.config.ListenConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Connections from some networks only. All senders are on loopback. */
class AllowedConnectionsTest {
  private final Listening listening = new Listening();

  @AfterEach
  void close() {
    listening.close();
  }

  private void open(String networks, ListenConfig config) throws Exception {
    listening.open(Listening.allowing(networks, config));
  }

  private static InetAddress ip(String literal) throws IOException {
    return InetAddress.getByName(literal);
  }

  private static InetSocketAddress anyPort(String literal) throws IOException {
    return new InetSocketAddress(ip(literal), 0);
  }

  private static void assumeIpv6() throws IOException {
    assumeTrue(NetworkInterface.getByInetAddress(ip("::1")) != null, "no IPv6");
  }

  private static ListenConfig tcp(String host) {
    return Listening.config(List.of(), Optional.of(new HostPort(host, 0)), Optional.empty());
  }

  private java.net.Socket connect(String host) throws IOException {
    java.net.Socket socket = new java.net.Socket(ip(host), listening.port());
    socket.setSoTimeout((int) Duration.ofSeconds(15).toMillis());
    return socket;
  }

  private static void write(java.net.Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** An end, or a reset where bytes had come that nobody read. */
  private static boolean isClosed(java.net.Socket socket) {
    try {
      return socket.getInputStream().read() == -1;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  private void awaitRefusedConnection(String from) {
    Refusals expected = new Refusals(0, 1, Optional.of(from), Optional.of(from));
    Await.until(expected + " are refused", () -> listening.status().refusals().equals(expected));
  }

  @Test
  void tcp_fromAnAllowedNetwork_isTaken() throws Exception {
    open("127.0.0.0/8", tcp("127.0.0.1"));

    try (java.net.Socket socket = connect("127.0.0.1")) {
      write(socket, "a:1|c\n");
      listening.awaitNames("a");
      assertEquals(1, listening.status().connections());
      assertEquals(Refusals.NONE, listening.status().refusals());
    }
  }

  @Test
  void tcp_fromElsewhere_isClosedUnreadAndCounted() throws Exception {
    open("10.0.0.0/8", tcp("127.0.0.1"));

    listening.whileBusy(
        () -> {
          try (java.net.Socket socket = connect("127.0.0.1")) {
            // There to be read before the connection is looked at.
            write(socket, "a:1|c\n");
          }
        });
    awaitRefusedConnection("127.0.0.1");

    try (java.net.Socket socket = connect("127.0.0.1")) {
      assertTrue(isClosed(socket));
    }
    Await.until("both are refused", () -> listening.status().refusals().connections() == 2);
    assertEquals(0, listening.status().connections());
    assertEquals(0, listening.lines().lines());
    assertEquals(0, listening.ledger().received());
  }

  @Test
  void tcp_ipv4OnASocketOfBoth_isJudgedAsIpv4() throws Exception {
    assumeIpv6();
    open("127.0.0.0/8", tcp("::"));

    try (java.net.Socket socket = connect("::1")) {
      assertTrue(isClosed(socket));
    }
    awaitRefusedConnection("::1");
    try (java.net.Socket socket = connect("127.0.0.1")) {
      write(socket, "a:1|c\n");
      listening.awaitNames("a");
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void tcp_inherited_isJudgedToo() throws Exception {
    Socket socket = LinuxSocket.newSocketStream(false);
    socket.bind(anyPort("127.0.0.1"));
    socket.listen(10);
    listening.open(
        Listening.allowing("10.0.0.0/8", tcp("127.0.0.1")),
        new InheritedSockets(List.of(socket.intValue())));

    try (java.net.Socket connection = connect("127.0.0.1")) {
      assertTrue(isClosed(connection));
    }
    awaitRefusedConnection("127.0.0.1");
  }
}
