package io.sidestat.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * UDP towards one host and port.
 *
 * <p>A channel is non-blocking: a blocking one is closed for good when a thread with its interrupt
 * flag set sends on it. It is not connected: a connected one throws on every other send while no
 * collector listens, which must not disturb. The host's name is resolved when opening and whenever
 * the sender asks for it; over IPv4 or IPv6, whatever it says. The JDK has no Unix datagram
 * sockets.
 */
final class UdpSink implements DatagramSink {

  /** One of as many as may send at once: a channel has a lock inside, which waits. */
  private static final class Socket {
    final DatagramChannel channel;
    final SpinLock inUse = new SpinLock();

    Socket(DatagramChannel channel) {
      this.channel = channel;
    }

    void close() {
      try {
        channel.close();
      } catch (IOException e) {
        // It counts as closed, and there is nothing left to free.
        return;
      }
    }
  }

  /** Where to, and from where. */
  private static final class Route {
    final InetSocketAddress target;
    final List<Socket> sockets;

    Route(InetSocketAddress target, List<Socket> sockets) {
      this.target = target;
      this.sockets = sockets;
    }

    boolean isOpen() {
      for (Socket socket : sockets) {
        if (!socket.channel.isOpen()) {
          return false;
        }
      }
      return true;
    }

    void close() {
      sockets.forEach(Socket::close);
    }
  }

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";

  /** What InetAddress takes for an address, or refuses, without asking a name server. */
  private static final Pattern ADDRESS = Pattern.compile(OCTET + "(\\." + OCTET + "){3}|.*:.*");

  private final String host;
  private final int port;
  private final boolean isAddress;
  private volatile @Nullable Route route;

  UdpSink(String host, int port) {
    this.host = host;
    this.port = port;
    this.isAddress = ADDRESS.matcher(host).matches();
    if (isAddress) {
      openNow();
    }
  }

  /** An address needs no resolving, so that samples can be sent from the first one on. */
  private void openNow() {
    try {
      open();
    } catch (IOException e) {
      // The sender's thread tries again, and reports it.
      route = null;
    }
  }

  @Override
  public void open() throws IOException {
    InetSocketAddress target = new InetSocketAddress(InetAddress.getByName(host), port);
    Route made = new Route(target, new ArrayList<>());
    boolean ready = false;
    try {
      while (made.sockets.size() < SENDS_AT_ONCE) {
        DatagramChannel channel = DatagramChannel.open();
        made.sockets.add(new Socket(channel));
        channel.configureBlocking(false);
      }
      Route broken = route;
      route = made;
      ready = true;
      if (broken != null) {
        broken.close();
      }
    } finally {
      if (!ready) {
        made.close();
      }
    }
  }

  @Override
  public void resolveAgain() {
    Route current = route;
    if (isAddress || current == null) {
      return;
    }
    try {
      InetSocketAddress now = new InetSocketAddress(InetAddress.getByName(host), port);
      if (!now.equals(current.target)) {
        route = new Route(now, current.sockets);
      }
    } catch (UnknownHostException e) {
      // The name server may be away for a moment: the old address is the best there is.
      return;
    }
  }

  @Override
  public boolean isOpen() {
    Route current = route;
    return current != null && current.isOpen();
  }

  @Override
  public boolean send(ByteBuffer datagram) throws IOException {
    Route current = route;
    if (current == null) {
      throw new ClosedChannelException();
    }
    for (Socket socket : current.sockets) {
      if (socket.inUse.tryLock()) {
        // Before Java 11 a non-blocking channel closes, too, when a thread with its flag set sends.
        boolean interrupted = Thread.interrupted();
        try {
          return socket.channel.send(datagram, current.target) > 0;
        } finally {
          socket.inUse.unlock();
          if (interrupted) {
            Thread.currentThread().interrupt();
          }
        }
      }
    }
    return false;
  }

  @Override
  public void close() {
    Route current = route;
    route = null;
    if (current != null) {
      current.close();
    }
  }

  @Override
  public String toString() {
    return "host=" + host + ", port=" + port;
  }
}
