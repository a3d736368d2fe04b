package io.sidestat.collector.listen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.sidestat.collector.cloudwatch.Await;
import io.sidestat.collector.config.ListenConfig;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Datagrams from some networks only. All senders are on loopback. */
class AllowedDatagramsTest {
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

  private void send(String host, String... datagrams) throws IOException {
    send(anyPort(host), host, datagrams);
  }

  private void send(InetSocketAddress from, String to, String... datagrams) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(from)) {
      for (String datagram : datagrams) {
        byte[] bytes = datagram.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, ip(to), listening.port()));
      }
    }
  }

  private void awaitRefused(long datagrams, String first, String last) {
    Refusals expected = new Refusals(datagrams, 0, Optional.of(first), Optional.of(last));
    Await.until(expected + " are refused", () -> listening.status().refusals().equals(expected));
  }

  private static void assumeIpv6() throws IOException {
    assumeTrue(NetworkInterface.getByInetAddress(ip("::1")) != null, "no IPv6");
  }

  @Test
  void udp_fromAnAllowedNetwork_isTaken() throws Exception {
    open("127.0.0.0/8", Listening.udp("127.0.0.1:0"));

    send("127.0.0.1", "a:1|c", "", "b:1|c\nc:1|c");

    listening.awaitNames("a", "b", "c");
    assertEquals(3, listening.status().datagrams());
    assertEquals(Refusals.NONE, listening.status().refusals());
  }

  @Test
  void udp_fromElsewhere_isNotParsedAndCounted() throws Exception {
    open("10.0.0.0/8", Listening.udp("127.0.0.1:0"));

    send("127.0.0.1", "a:1|c", "", "garbage");

    awaitRefused(3, "127.0.0.1", "127.0.0.1");
    assertEquals(0, listening.status().datagrams());
    assertEquals(0, listening.lines().lines());
    assertEquals(0, listening.ledger().datagrams());
  }

  @Test
  void udp_bothInOneBatch_thoseAllowedAreWholeAndInOrder() throws Exception {
    open("127.0.0.2/32", Listening.udp("127.0.0.1:0"));
    InetSocketAddress allowed = anyPort("127.0.0.2");
    InetSocketAddress elsewhere = anyPort("127.0.0.3");

    listening.whileBusy(
        () -> {
          send(elsewhere, "127.0.0.1", "x:1|c\n".repeat(2_000));
          send(allowed, "127.0.0.1", "a:1|c");
          send(elsewhere, "127.0.0.1", "y:1|c");
          send(allowed, "127.0.0.1", "b:1|c", "c:1|c");
          send(anyPort("127.0.0.4"), "127.0.0.1", "z:1|c");
        });

    listening.awaitNames("a", "b", "c");
    awaitRefused(3, "127.0.0.3", "127.0.0.4");
    assertEquals(3, listening.status().datagrams());
  }

  @Test
  void udp_floodFromElsewhere_leavesTheThreadItsTurns() throws Exception {
    assumeTrue(Epoll.isAvailable(), "NIO's channel has turns of its own");
    open("10.0.0.0/8", Listening.udp("127.0.0.1:0"));
    Turns turns = new Turns(listening, status -> status.refusals().datagrams(), 4_000);

    listening.whileBusy(
        () -> {
          for (int i = 0; i < 4_000; i++) {
            send("127.0.0.1", "a:1|c");
          }
          turns.watch();
        });

    assertEquals(1_024, turns.longest());
  }

  @Test
  void udp_ipv6_isTakenOrRefused() throws Exception {
    assumeIpv6();
    open("::1,10.0.0.0/8", Listening.udp("[::1]:0"));
    send("::1", "a:1|c");
    listening.awaitNames("a");

    try (Listening other = new Listening()) {
      other.open(Listening.allowing("fd00::/8,127.0.0.0/8", Listening.udp("[::1]:0")));
      try (DatagramSocket socket = new DatagramSocket()) {
        byte[] bytes = {'a'};
        socket.send(new DatagramPacket(bytes, 1, ip("::1"), other.port()));
      }
      Await.until("it is refused", () -> other.status().refusals().datagrams() == 1);
      assertEquals(Optional.of("::1"), other.status().refusals().first());
    }
  }

  /** The kernel gives an IPv4 source as ::ffff:127.0.0.1 to a socket that hears both. */
  @Test
  void udp_ipv4OnASocketOfBoth_isJudgedAsIpv4() throws Exception {
    assumeIpv6();
    open("127.0.0.0/8", Listening.udp("[::]:0"));

    send("127.0.0.1", "a:1|c");
    listening.awaitNames("a");

    send("::1", "b:1|c");
    awaitRefused(1, "::1", "::1");
    assertEquals(List.of("a"), listening.names());
  }

  @Test
  void udp_ipv4OnASocketOfBothWithAllIpv6Allowed_isRefused() throws Exception {
    assumeIpv6();
    open("::/0", Listening.udp("[::]:0"));

    send("127.0.0.1", "a:1|c");
    awaitRefused(1, "127.0.0.1", "127.0.0.1");

    send("::1", "b:1|c");
    listening.awaitNames("b");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void udp_inherited_isJudgedToo() throws Exception {
    Socket socket = LinuxSocket.newSocketDgram(false);
    socket.bind(anyPort("127.0.0.1"));
    listening.open(
        Listening.allowing("127.0.0.2", Listening.udp("127.0.0.1:0")),
        new InheritedSockets(List.of(socket.intValue())));

    send("127.0.0.1", "a:1|c");
    awaitRefused(1, "127.0.0.1", "127.0.0.1");

    send(anyPort("127.0.0.2"), "127.0.0.1", "b:1|c");
    listening.awaitNames("b");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void unix_whateverIsAllowed_isTaken(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("s.sock");
    open("10.0.0.0/8", Listening.config(List.of(), Optional.empty(), Optional.of(path)));

    Socket socket = Socket.newSocketDomainDgram();
    try {
      assertTrue(socket.connect(new DomainSocketAddress(path.toString())));
      ByteBuffer direct =
          ByteBuffer.allocateDirect(5).put("a:1|c".getBytes(StandardCharsets.UTF_8));
      assertEquals(5, socket.send(direct, 0, 5));
    } finally {
      socket.close();
    }

    listening.awaitNames("a");
  }
}
