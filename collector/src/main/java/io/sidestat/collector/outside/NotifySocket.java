package io.sidestat.collector.outside;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Where systemd hears of its services: a Unix datagram socket, of which the JDK has none and Netty
 * does. Each message goes out on a socket of its own, as sd_notify(3) does it, so that there is
 * nothing to close and a systemd that was replaced meanwhile is found again.
 *
 * <p>While the receiver's queue is full it is tried again, for a second in all. Not thread-safe.
 *
 * <p>Source: sd_notify(3) of systemd 252 and unix(7), read 2026-11-26.
 */
final class NotifySocket {
  /** systemd takes no longer ones: NOTIFY_BUFFER_MAX of its src/core/manager.h, a PIPE_BUF. */
  static final int MESSAGE_BYTES_MAX = 4_096;

  /** The room for a name in sockaddr_un. */
  static final int NAME_BYTES_MAX = 108;

  private static final int ATTEMPTS_MAX = 100;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final String name;
  private final byte[] address;
  private final ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES_MAX);

  private NotifySocket(String name, byte[] address) {
    this.name = name;
    this.address = address;
  }

  /**
   * The one of that name, an absolute path or an abstract name with {@code @} for its leading NUL.
   *
   * @throws SystemdException if it is neither, or too long
   */
  static NotifySocket named(String name) throws SystemdException {
    byte[] address = name.getBytes(StandardCharsets.UTF_8);
    boolean isAbstract = name.startsWith("@") && name.length() > 1;
    if (!(isAbstract || name.startsWith("/")) || address.length > NAME_BYTES_MAX) {
      throw new SystemdException(
          "NOTIFY_SOCKET: found \"%s\", allowed: /path or @name of at most %d bytes; it is set by systemd for units with Type=notify"
              .formatted(name, NAME_BYTES_MAX));
    }
    if (isAbstract) {
      address[0] = 0;
    }
    return new NotifySocket(name, address);
  }

  /**
   * Sends the message, of at most {@value #MESSAGE_BYTES_MAX} bytes; may be called again after a
   * failure.
   *
   * @throws IOException if nobody is there or takes it
   */
  void send(String text) throws IOException {
    if (!Epoll.isAvailable()) {
      throw new IOException(
          "Netty's native library does not load: " + Epoll.unavailabilityCause(),
          Epoll.unavailabilityCause());
    }
    message.clear().put(text.getBytes(StandardCharsets.UTF_8)).flip();
    try {
      Socket socket = Socket.newSocketDomainDgram();
      try {
        send(socket);
      } finally {
        socket.close();
      }
    } catch (FileNotFoundException e) {
      throw new IOException("there is no such socket", e);
    } catch (ChannelException e) {
      throw new IOException("no socket can be made: " + e.getMessage(), e);
    }
  }

  private void send(Socket socket) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      // The socket never waits: 0 says that the receiver's queue is full.
      if (socket.sendToDomainSocket(message, 0, message.limit(), address) > 0) {
        return;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new IOException("its queue stays full");
  }

  @Override
  public String toString() {
    return name;
  }
}
