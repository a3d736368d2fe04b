package io.sidestat.collector.listen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.sidestat.collector.config.HostPort;
import io.sidestat.collector.config.ListenConfig;
import io.sidestat.collector.config.SourceNetworks;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Sockets that are bound before there is a collector, as by systemd. */
@EnabledOnOs(OS.LINUX)
class InheritedSocketsTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final Listening listening = new Listening();

  @AfterEach
  void close() {
    listening.close();
  }

  private static void send(int port, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
    }
  }

  private void takeOver(Socket socket) throws Exception {
    listening.open(
        Listening.config(
            List.of("127.0.0.1:0"), Optional.of(new HostPort("127.0.0.1", 0)), Optional.empty()),
        new InheritedSockets(List.of(socket.intValue())));
  }

  @Test
  void udp_sentBeforeTheStart_isReadAndTheConfiguredAddressIsNotBound() throws Exception {
    Socket socket = LinuxSocket.newSocketDgram(false);
    socket.bind(ANY_PORT);
    int port = socket.localAddress().getPort();
    send(port, "a:1|c\nb:1|c");

    takeOver(socket);

    listening.awaitNames("a", "b");
    assertEquals("udp:127.0.0.1:" + port, listening.listeners().addresses().get(0));
    assertEquals(2, listening.listeners().addresses().size(), "TCP is bound as configured");
    send(port, "c:1|c");
    listening.awaitNames("a", "b", "c");
  }

  /** What systemd may give a socket, this process may not be allowed to give it again. */
  @Test
  void udp_bufferLargerThanAskedFor_isKept() throws Exception {
    Socket socket = LinuxSocket.newSocketDgram(false);
    socket.setReceiveBufferSize(150_000);
    socket.bind(ANY_PORT);

    listening.open(asksFor(64 << 10), new InheritedSockets(List.of(socket.intValue())));

    assertEquals(150_000, listening.status().receiveBufferBytes().orElseThrow());
  }

  @Test
  void udp_bufferSmallerThanAskedFor_isRaised() throws Exception {
    Socket socket = LinuxSocket.newSocketDgram(false);
    socket.setReceiveBufferSize(70_000);
    socket.bind(ANY_PORT);

    listening.open(asksFor(150_000), new InheritedSockets(List.of(socket.intValue())));

    assertEquals(150_000, listening.status().receiveBufferBytes().orElseThrow());
  }

  private static ListenConfig asksFor(int receiveBufferBytes) {
    return new ListenConfig(
        List.of(),
        Optional.empty(),
        Duration.ofMinutes(10),
        SourceNetworks.ALL,
        Optional.empty(),
        Listening.mode("rw-rw-rw-"),
        Listening.NOBODY_ELSE,
        receiveBufferBytes);
  }

  @Test
  void tcp_listening_isAcceptedOn() throws Exception {
    Socket socket = LinuxSocket.newSocketStream(false);
    socket.bind(ANY_PORT);
    socket.listen(10);
    int port = socket.localAddress().getPort();
    try (java.net.Socket early = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
      early.getOutputStream().write("a:1|c\n".getBytes(StandardCharsets.UTF_8));

      takeOver(socket);

      listening.awaitNames("a");
    }
    assertEquals("tcp:127.0.0.1:" + port, listening.listeners().addresses().get(0));
  }

  @Test
  void unix_bound_fileStaysAfterTheClose(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("s.sock");
    Socket socket = Socket.newSocketDomainDgram();
    socket.bind(new DomainSocketAddress(path.toString()));

    takeOver(socket);

    assertEquals("unix:" + path, listening.listeners().addresses().get(0));
    listening.listeners().close();
    assertTrue(Files.exists(path), "it is the socket unit's");
  }

  @Test
  void open_descriptorThatIsNoSocket_saysWhich() {
    ListenException refused =
        assertThrows(
            ListenException.class,
            () ->
                listening.open(
                    Listening.udp("127.0.0.1:0"), new InheritedSockets(List.of(99_999))));

    assertTrue(
        String.valueOf(refused.getMessage()).startsWith("cannot take over socket 99999"),
        refused.getMessage());
  }

  @Test
  void of_environmentForThisProcess_isFromThreeOn() throws Exception {
    assertEquals(
        List.of(3, 4),
        InheritedSockets.of(Map.of("LISTEN_FDS", "2", "LISTEN_PID", "17"), 17).descriptors());
  }

  @Test
  void of_environmentForAnotherProcessOrNone_isNothing() throws Exception {
    assertEquals(
        InheritedSockets.NONE,
        InheritedSockets.of(Map.of("LISTEN_FDS", "2", "LISTEN_PID", "17"), 18));
    assertEquals(InheritedSockets.NONE, InheritedSockets.of(Map.of("LISTEN_FDS", "2"), 18));
    assertEquals(InheritedSockets.NONE, InheritedSockets.of(Map.of("LISTEN_PID", "18"), 18));
  }

  @Test
  void of_countThatIsNone_saysWhatIsAllowed() {
    for (String count : List.of("x", "-1", "17", "99999999999", "")) {
      assertThrows(
          ListenException.class,
          () -> InheritedSockets.of(Map.of("LISTEN_FDS", count, "LISTEN_PID", "5"), 5));
    }
  }
}
