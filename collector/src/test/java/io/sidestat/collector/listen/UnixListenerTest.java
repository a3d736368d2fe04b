package io.sidestat.collector.listen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.sidestat.collector.cloudwatch.Await;
import io.sidestat.collector.config.ListenConfig;
import io.sidestat.collector.config.SocketMode;
import io.sidestat.collector.config.SocketOwner;
import io.sidestat.collector.config.SourceNetworks;
import io.sidestat.collector.model.RejectReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real Unix datagram sockets. */
@EnabledOnOs(OS.LINUX)
class UnixListenerTest {
  private final Listening listening = new Listening();

  @TempDir private Path directory;

  private Path path = Path.of("");

  @BeforeEach
  void name() {
    assertTrue(Epoll.isAvailable());
    path = directory.resolve("s.sock");
  }

  @AfterEach
  void close() {
    listening.close();
  }

  private ListenConfig config(SocketMode mode, SocketOwner owner) {
    return new ListenConfig(
        List.of(),
        Optional.empty(),
        Duration.ofMinutes(10),
        SourceNetworks.ALL,
        Optional.of(path),
        mode,
        owner,
        8 << 20);
  }

  private ListenConfig config() {
    return config(Listening.mode("rw-rw-rw-"), Listening.NOBODY_ELSE);
  }

  private void send(String text) throws IOException {
    Socket socket = Socket.newSocketDomainDgram();
    try {
      socket.setSendBufferSize(1 << 20);
      assertTrue(socket.connect(new DomainSocketAddress(path.toString())));
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
      assertEquals(bytes.length, socket.send(direct, 0, bytes.length));
    } finally {
      socket.close();
    }
  }

  @Test
  void receive_datagrams_asOverUdp() throws Exception {
    listening.open(config());

    send("a:1|c");
    send("b:1|c\nc:1|c");

    listening.awaitNames("a", "b", "c");
    assertEquals(List.of("unix:" + path), listening.listeners().addresses());
    assertEquals(2, listening.status().datagrams());
  }

  @Test
  void receive_longerThanADatagramMayBe_linesBeforeCountAndTheRestIsRejected() throws Exception {
    listening.open(config());

    send("a:1|c\n".repeat(12_000));
    send("b".repeat(70_000));

    Await.until(
        "both are read",
        () -> listening.ledger().rejected().equals(Map.of(RejectReason.DATAGRAM_TOO_LONG, 2L)));
    assertEquals(65_535 / 6 + 2, listening.ledger().received());
  }

  @Test
  void open_withMode_theFileHasIt() throws Exception {
    listening.open(config(Listening.mode("rw--w----"), Listening.NOBODY_ELSE));

    assertEquals("rw--w----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(path), files.toList());
    }
  }

  @Test
  void open_withOwner_theFileHasIt() throws Exception {
    String user = Files.getOwner(directory).getName();

    listening.open(
        config(Listening.mode("rw-rw-rw-"), new SocketOwner(Optional.of(user), Optional.empty())));

    assertEquals(user, Files.getOwner(path).getName());
  }

  @Test
  void open_withOwnerThatIsNot_saysSo() throws Exception {
    SocketOwner nobody = new SocketOwner(Optional.of("no-such-user"), Optional.empty());

    ListenException refused =
        assertThrows(
            ListenException.class,
            () -> listening.open(config(Listening.mode("rw-rw-rw-"), nobody)));

    assertTrue(String.valueOf(refused.getMessage()).contains("no-such-user"));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void open_fileLeftBehindByAKilledCollector_isReplaced() throws Exception {
    Socket killed = Socket.newSocketDomainDgram();
    killed.bind(new DomainSocketAddress(path.toString()));
    killed.close();
    assertTrue(Files.exists(path));

    listening.open(config());
    send("a:1|c");

    listening.awaitNames("a");
  }

  @Test
  void open_somebodyListens_isRefusedAndTheirsGoesOn() throws Exception {
    listening.open(config());
    try (Listening second = new Listening()) {
      ListenException refused = assertThrows(ListenException.class, () -> second.open(config()));
      assertTrue(String.valueOf(refused.getMessage()).contains("somebody listens on it"));
    }

    send("a:1|c");
    listening.awaitNames("a");
  }

  @Test
  void open_fileOfAnotherKind_isLeftAlone() throws Exception {
    Files.writeString(path, "precious");

    assertThrows(ListenException.class, () -> listening.open(config()));

    assertEquals("precious", Files.readString(path));
  }

  @Test
  void open_directoryThatIsNot_saysWhat() {
    path = directory.resolve("none").resolve("s.sock");

    ListenException refused = assertThrows(ListenException.class, () -> listening.open(config()));

    assertTrue(
        String.valueOf(refused.getMessage()).startsWith("cannot listen on unix socket " + path));
  }

  @Test
  void close_file_isGone() throws Exception {
    listening.open(config());

    listening.listeners().close();

    assertFalse(Files.exists(path));
  }
}
