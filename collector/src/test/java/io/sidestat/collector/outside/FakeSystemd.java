package io.sidestat.collector.outside;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import io.sidestat.collector.cloudwatch.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;

/** Systemd's end of the notification protocol: a real Unix datagram socket. For one thread. */
public final class FakeSystemd implements AutoCloseable {
  private final String name;
  private final Socket socket;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(NotifySocket.MESSAGE_BYTES_MAX + 1);
  private final Queue<String> unread = new ArrayDeque<>();

  private FakeSystemd(String name, String address) throws IOException {
    if (!Epoll.isAvailable()) {
      throw new IOException(Epoll.unavailabilityCause());
    }
    this.name = name;
    this.socket = Socket.newSocketDomainDgram();
    socket.bind(new DomainSocketAddress(address));
  }

  /** Bound to a file in the directory. */
  public static FakeSystemd in(Path directory) throws IOException {
    String path = directory.resolve("notify").toString();
    return new FakeSystemd(path, path);
  }

  /** Bound to a name in the abstract namespace, where there are no files. */
  public static FakeSystemd inAbstractNamespace() throws IOException {
    String name = "sidestat-test-" + UUID.randomUUID();
    return new FakeSystemd("@" + name, "\0" + name);
  }

  /** What NOTIFY_SOCKET is to be. */
  public String name() {
    return name;
  }

  /** Waits for the next message. */
  public String next() {
    Await.until("systemd is told something", () -> !unread.isEmpty() || receive());
    return unread.remove();
  }

  /** What has come and was not asked for yet. */
  public List<String> rest() throws IOException {
    boolean more = true;
    while (more) {
      more = receive();
    }
    List<String> rest = List.copyOf(unread);
    unread.clear();
    return rest;
  }

  /** Takes a message off the socket; answers whether there was one. */
  private boolean receive() throws IOException {
    int bytes = socket.recv(buffer.clear(), 0, buffer.capacity());
    if (bytes > 0) {
      unread.add(StandardCharsets.UTF_8.decode(buffer.limit(bytes)).toString());
    }
    return bytes > 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
