package io.sidestat.client.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;

/**
 * Takes in what arrives, and counts the values when it is over: of a line {@code name:1:2|ms|...}
 * there are two. Counting meanwhile would make it, and not the client, the slower one.
 */
final class CountingReceiver implements AutoCloseable {
  private static final int BUFFER_BYTES = 8 << 20;
  private static final int BYTES_MAX = 512 << 20;
  private static final int DATAGRAM_BYTES_MAX = 65_536;

  private static final int WARM_UP_DATAGRAMS = 150_000;
  private static final int WARM_UP_BYTES = 1_400;

  /** With nothing for so long after the sender has ended, all has come. */
  private static final int SILENCE_MILLIS = 500;

  private final DatagramSocket socket;
  private final byte[] received = new byte[BYTES_MAX];
  private final Thread thread = new Thread(this::run, "receiver");
  private volatile boolean sent;

  /** Of the receiving thread until it has ended. */
  private int bytes;

  CountingReceiver() throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    socket.setReceiveBufferSize(BUFFER_BYTES);
    socket.setSoTimeout(SILENCE_MILLIS);
    thread.setDaemon(true);
    thread.start();
  }

  /** Lets the receiver be compiled: a cold one would be the slower side. */
  static void warmUp() throws IOException, InterruptedException {
    try (CountingReceiver receiver = new CountingReceiver();
        DatagramSocket sender = new DatagramSocket()) {
      DatagramPacket packet =
          new DatagramPacket(
              new byte[WARM_UP_BYTES],
              WARM_UP_BYTES,
              InetAddress.getLoopbackAddress(),
              receiver.port());
      for (int datagram = 0; datagram < WARM_UP_DATAGRAMS; datagram++) {
        sender.send(packet);
      }
      receiver.values();
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  /** All that has come, once the sender has ended. */
  long values() throws InterruptedException {
    sent = true;
    thread.join();
    long values = 0;
    boolean beforeType = true;
    for (int i = 0; i < bytes; i++) {
      byte octet = received[i];
      if (octet == '\n') {
        beforeType = true;
      } else if (octet == '|') {
        beforeType = false;
      } else if (octet == ':' && beforeType) {
        values++;
      }
    }
    return values;
  }

  private void run() {
    DatagramPacket packet = new DatagramPacket(received, 0, DATAGRAM_BYTES_MAX);
    try {
      while (bytes + DATAGRAM_BYTES_MAX < BYTES_MAX) {
        packet.setData(received, bytes, DATAGRAM_BYTES_MAX);
        try {
          socket.receive(packet);
          bytes += packet.getLength();
          received[bytes++] = '\n';
        } catch (SocketTimeoutException e) {
          if (sent) {
            return;
          }
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("the receiver failed", e);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
