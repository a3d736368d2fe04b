package io.sidestat.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A collector's socket on the loopback address. Each wait for a datagram is bounded. */
public final class UdpReceiver implements AutoCloseable {

  private static final int RECEIVE_BUFFER_BYTES = 8 << 20;
  private static final Duration WAIT_MAX = Duration.ofSeconds(10);

  private final DatagramSocket socket;
  private final byte[] space = new byte[65_536];

  public UdpReceiver() {
    this(0);
  }

  UdpReceiver(int port) {
    try {
      socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
      socket.setSoTimeout((int) WAIT_MAX.toMillis());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** The next datagram. */
  String datagram() throws IOException {
    DatagramPacket packet = new DatagramPacket(space, space.length);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  /** Datagrams until they have so many lines. */
  List<String> datagrams(int lineCount) throws IOException {
    List<String> datagrams = new ArrayList<>();
    int lines = 0;
    while (lines < lineCount) {
      String datagram = datagram();
      datagrams.add(datagram);
      lines += linesOf(datagram).size();
    }
    return datagrams;
  }

  /**
   * Lines until there are so many; fewer after a wait in vain, so that the assertion shows which.
   */
  public List<String> lines(int lineCount) throws IOException {
    List<String> lines = new ArrayList<>();
    try {
      while (lines.size() < lineCount) {
        lines.addAll(linesOf(datagram()));
      }
    } catch (SocketTimeoutException e) {
      return lines;
    }
    return lines;
  }

  static List<String> linesOf(String datagram) {
    return Arrays.asList(datagram.split("\n", -1));
  }

  @Override
  public void close() {
    socket.close();
  }
}
