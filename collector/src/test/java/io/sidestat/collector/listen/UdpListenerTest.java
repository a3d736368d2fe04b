package io.sidestat.collector.listen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.netty.channel.epoll.Epoll;
import io.sidestat.collector.cloudwatch.Await;
import io.sidestat.collector.config.ListenConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Real datagrams over loopback. */
class UdpListenerTest {
  private final Listening listening = new Listening();

  @AfterEach
  void close() {
    listening.close();
  }

  private static void send(String host, int port, String... datagrams) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      for (String datagram : datagrams) {
        byte[] bytes = datagram.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName(host), port));
      }
    }
  }

  @Test
  void receive_datagrams_linesInOrderAndCounted() throws Exception {
    listening.open(Listening.udp("127.0.0.1:0"));

    send("127.0.0.1", listening.port(), "a:1|c", "b:1|c\nc:1|c", "", "d:1|c\n");

    listening.awaitNames("a", "b", "c", "d");
    assertEquals(4, listening.status().datagrams());
    assertEquals(4, listening.lines().lines());
  }

  @Test
  void receive_thousandsAtOnce_allOfThem() throws Exception {
    listening.open(Listening.udp("127.0.0.1:0"));

    // More than are read in one turn.
    listening.whileBusy(
        () -> {
          for (int i = 0; i < 3_000; i++) {
            send("127.0.0.1", listening.port(), "a:1|c");
          }
        });

    Await.until("all come in", () -> listening.ledger().received() == 3_000);
  }

  /** Of all lengths, so that batches end in every way; the largest that UDP carries among them. */
  @Test
  void receive_datagramsOfAllLengthsAtOnce_eachByItselfAndInOrder() throws Exception {
    listening.open(Listening.udp("127.0.0.1:0"));
    List<String> expected = new ArrayList<>();

    listening.whileBusy(
        () -> {
          for (int i = 0; i < 200; i++) {
            int lines = i % 50 == 7 ? 65_507 / 8 : i * i % 300;
            String datagram = "n%04d:1|c\n".formatted(i) + "n:1234|c\n".repeat(lines);
            send(
                "127.0.0.1",
                listening.port(),
                datagram.substring(0, Math.min(datagram.length(), 65_507)),
                "");
            expected.add("n%04d".formatted(i));
          }
        });

    Await.until("all come in", () -> listening.status().datagrams() == 400);
    List<String> first = listening.names().stream().filter(name -> name.length() == 5).toList();
    assertEquals(expected, first);
    assertEquals(200, listening.ledger().datagrams());
    assertEquals(0, listening.status().kernelDrops().orElse(0));
  }

  @Test
  void receive_floodOfEmptyDatagrams_leavesTheThreadItsTurns() throws Exception {
    assumeTrue(Epoll.isAvailable(), "NIO's channel has turns of its own");
    listening.open(Listening.udp("127.0.0.1:0"));
    Turns turns = new Turns(listening, ListenerStatus::datagrams, 4_000);

    listening.whileBusy(
        () -> {
          for (int i = 0; i < 4_000; i++) {
            send("127.0.0.1", listening.port(), "");
          }
          turns.watch();
        });

    assertEquals(1_024, turns.longest());
  }

  private static InetAddress ipv6Loopback() throws UnknownHostException {
    byte[] address = new byte[16];
    address[15] = 1;
    return InetAddress.getByAddress(address);
  }

  @Test
  void receive_onceWarm_allocatesNothingForADatagram() throws Exception {
    assumeTrue(Epoll.isAvailable(), "NIO's channel allocates");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    listening.openInto(sample -> {}, Listening.udp("127.0.0.1:0"));
    long thread = listening.loop.call(() -> Thread.currentThread().getId());
    sendWhileBusy(2_000);

    long before = threads.getThreadAllocatedBytes(thread);
    sendWhileBusy(2_000);
    long allocated = threads.getThreadAllocatedBytes(thread) - before;

    // The loop's waking up and our asking cost some, once.
    assertTrue(allocated / 2_000 < 16, () -> "bytes=" + allocated);
  }

  private void sendWhileBusy(int datagrams) throws Exception {
    long known = listening.ledger().received();
    listening.whileBusy(
        () -> {
          for (int i = 0; i < datagrams; i++) {
            send("127.0.0.1", listening.port(), "a:1|c|#k:v");
          }
        });
    while (listening.ledger().received() < known + datagrams) {
      Thread.onSpinWait();
    }
  }

  @Test
  void receive_ipv6_asIpv4() throws Exception {
    assumeTrue(NetworkInterface.getByInetAddress(ipv6Loopback()) != null);
    listening.open(Listening.udp("[::1]:0"));

    assertEquals("udp:[::1]:" + listening.port(), listening.listeners().addresses().get(0));
    send("::1", listening.port(), "a:1|c");

    listening.awaitNames("a");
  }

  @Test
  void receive_largestDatagram_whole() throws Exception {
    listening.open(Listening.udp("127.0.0.1:0"));

    send("127.0.0.1", listening.port(), "a:1|c\n".repeat(65_507 / 6));

    Await.until("all come in", () -> listening.ledger().received() == 65_507 / 6);
  }

  @Test
  void drops_moreThanTheKernelHolds_areToldAndAddUp() throws Exception {
    assumeTrue(Epoll.isAvailable(), "only Linux tells");
    listening.open(withReceiveBuffer(64 << 10));
    int sent = 2_000;

    listening.whileBusy(
        () -> {
          for (int i = 0; i < sent; i++) {
            send("127.0.0.1", listening.port(), "a:1|c");
          }
        });

    Await.until(
        "all are accounted for",
        () -> {
          ListenerStatus status = listening.status();
          return status.datagrams() + status.kernelDrops().orElse(0) == sent;
        });
    assertTrue(listening.status().kernelDrops().orElse(0) > 0);
    assertEquals(listening.status().datagrams(), listening.ledger().received());
  }

  @Test
  void receiveBuffer_granted_isTold() throws Exception {
    assumeTrue(Epoll.isAvailable(), "only Linux tells");
    listening.open(withReceiveBuffer(100 << 10));

    assertEquals(100 << 10, listening.status().receiveBufferBytes().orElse(0));
  }

  private static ListenConfig withReceiveBuffer(long bytes) {
    ListenConfig usual = Listening.udp("127.0.0.1:0");
    return new ListenConfig(
        usual.udp(),
        usual.tcp(),
        usual.tcpIdleTimeout(),
        usual.allow(),
        usual.unix(),
        usual.unixMode(),
        usual.unixOwner(),
        bytes);
  }

  @Test
  void open_portTaken_saysWhichAndWhatToDo() throws Exception {
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();

      ListenException refused =
          assertThrows(ListenException.class, () -> listening.open(Listening.udp(address)));

      assertTrue(
          String.valueOf(refused.getMessage()).startsWith("cannot listen on udp " + address),
          refused.getMessage());
      assertTrue(String.valueOf(refused.getMessage()).contains("set listen.udp"));
    }
  }

  @Test
  void open_secondAddressTaken_firstIsGivenBack() throws Exception {
    int first;
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      first = free.getLocalPort();
    }
    try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      ListenConfig both = Listening.udp("127.0.0.1:" + first, "127.0.0.1:" + taken.getLocalPort());

      assertThrows(ListenException.class, () -> listening.open(both));
    }
    new DatagramSocket(first, InetAddress.getLoopbackAddress()).close();
  }

  @Test
  void close_datagramsThereafter_areNotReceived() throws Exception {
    listening.open(Listening.udp("127.0.0.1:0"));
    int port = listening.port();
    send("127.0.0.1", port, "a:1|c");
    listening.awaitNames("a");

    listening.listeners().close();

    new DatagramSocket(port, InetAddress.getLoopbackAddress()).close();
    assertEquals(List.of("a"), listening.names());
  }
}
