package io.sidestat.client.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;

/**
 * Takes in what arrives, and counts the values when it is over: of a line {@code name:1:2|ms|...}
 * there are two. Counting meanwhile would make it, and not the client, the slower one.
 */
final class CountingReceiver implements AutoCloseable {
  private static final int BUFFER_BYTES = 8 << 20;
  private static final int BYTES_MAX = 512 << 20;
  private static final int DATAGRAM_BYTES_MAX = 65_536;

  private final DatagramChannel channel;
  private final ByteBuffer received = ByteBuffer.allocateDirect(BYTES_MAX);
  private volatile int bytes;

  CountingReceiver() throws IOException {
    channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
    channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread thread = new Thread(this::run, "receiver");
    thread.setDaemon(true);
    thread.start();
  }

  int port() throws IOException {
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  /** All of them, once nothing has come for half a second. */
  long values() throws InterruptedException {
    int before = -1;
    while (before != bytes) {
      before = bytes;
      Thread.sleep(500);
    }
    long values = 0;
    boolean beforeType = true;
    for (int i = 0; i < before; i++) {
      byte octet = received.get(i);
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
    try {
      while (received.remaining() > DATAGRAM_BYTES_MAX) {
        channel.receive(received);
        received.put((byte) '\n');
        bytes = received.position();
      }
    } catch (ClosedChannelException e) {
      // Over.
    } catch (IOException e) {
      throw new IllegalStateException("the receiver failed", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
