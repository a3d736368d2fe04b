package io.sidestat.collector.listen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.cloudwatch.Await;
import io.sidestat.collector.model.RejectReason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real connections over loopback. */
class TcpListenerTest {
  private final Listening listening = new Listening();

  @BeforeEach
  void open() throws ListenException, InterruptedException {
    listening.open(Listening.tcp(Duration.ofMinutes(10)));
  }

  @AfterEach
  void close() {
    listening.close();
  }

  private static Socket connect(Listening to) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), to.port());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void awaitRejected(Map<RejectReason, Long> expected) {
    Await.until(expected + " are rejected", () -> listening.ledger().rejected().equals(expected));
  }

  @Test
  void lines_inPieces_arePutTogether() throws Exception {
    try (Socket socket = connect(listening)) {
      send(socket, "a:1|c\nb");
      listening.awaitNames("a");
      send(socket, ":1|");
      send(socket, "c\n\r\nc:1|c\r\n");

      listening.awaitNames("a", "b", "c");
      assertEquals(3, listening.lines().lines());
      assertEquals(0, listening.ledger().datagrams());
    }
  }

  @Test
  void lines_lastOneWithoutFeed_countsWhenTheSenderCloses() throws Exception {
    try (Socket socket = connect(listening)) {
      send(socket, "a:1|c\nb:1|c");
    }

    listening.awaitNames("a", "b");
  }

  @Test
  void lines_ofManyMegabytes_allOfThem() throws Exception {
    try (Socket socket = connect(listening)) {
      for (int i = 0; i < 100; i++) {
        send(socket, "name:1.5|ms|#k:v\n".repeat(10_000));
      }
    }

    Await.until("all come in", () -> listening.ledger().received() == 1_000_000);
    assertEquals(0, listening.ledger().rejectedTotal());
  }

  @Test
  void lines_longestThereMayBe_isRead() throws Exception {
    try (Socket socket = connect(listening)) {
      String values = "1:".repeat((65_535 - 7) / 2);
      send(socket, "na:" + values + "1|c\nb:1|c\n");

      Await.until("all come in", () -> listening.ledger().received() == (65_535 - 7) / 2 + 2);
      assertEquals(0, listening.ledger().rejectedTotal());
    }
  }

  @Test
  void lines_tooLong_isRejectedOnceAndTheConnectionGoesOn() throws Exception {
    try (Socket socket = connect(listening)) {
      send(socket, "a:1|c\n" + "x".repeat(200_000));
      send(socket, "x".repeat(200_000) + "\nb:1|c\n");

      listening.awaitNames("a", "b");
      awaitRejected(Map.of(RejectReason.LINE_TOO_LONG, 1L));
    }
  }

  @Test
  void lines_connectionBrokenWithin_isRejected() throws Exception {
    try (Socket socket = connect(listening)) {
      send(socket, "a:1|c\nb:100|m");
      listening.awaitNames("a");
      // Closes with a reset.
      socket.setSoLinger(true, 0);
    }

    awaitRejected(Map.of(RejectReason.LINE_CUT_OFF, 1L));
    assertEquals(List.of("a"), listening.names());
  }

  @Test
  void close_withinALine_isRejectedAndWholeOnesCount() throws Exception {
    try (Socket socket = connect(listening)) {
      send(socket, "a:1|c\nb:100|m");
      listening.awaitNames("a");

      listening.listeners().close();

      awaitRejected(Map.of(RejectReason.LINE_CUT_OFF, 1L));
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  @Test
  void idle_longerThanTheTimeout_isClosed() throws Exception {
    try (Listening impatient = new Listening().open(Listening.tcp(Duration.ofSeconds(1)));
        Socket socket = connect(impatient)) {
      send(socket, "a:1|c\n");

      assertEquals(-1, socket.getInputStream().read());
      impatient.awaitNames("a");
      Await.until("none is open", () -> impatient.status().connections() == 0);
    }
  }

  @Test
  void connections_moreThanAllowed_areClosedAndTheOthersGoOn() throws Exception {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < TcpListener.CONNECTIONS_MAX; i++) {
        open.add(connect(listening));
      }
      Await.until(
          "all are open", () -> listening.status().connections() == TcpListener.CONNECTIONS_MAX);
      try (Socket oneTooMany = connect(listening)) {
        assertEquals(-1, oneTooMany.getInputStream().read());
      }
      send(open.get(0), "a:1|c\n");
      listening.awaitNames("a");

      open.remove(open.size() - 1).close();
      Await.until(
          "one has gone", () -> listening.status().connections() < TcpListener.CONNECTIONS_MAX);
      open.add(connect(listening));
      send(open.get(open.size() - 1), "b:1|c\n");
      listening.awaitNames("a", "b");
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  @Test
  void addresses_withPortZero_nameTheRealOne() {
    assertTrue(listening.listeners().addresses().get(0).matches("tcp:127\\.0\\.0\\.1:[1-9]\\d+"));
  }
}
