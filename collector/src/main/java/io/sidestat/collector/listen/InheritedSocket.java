package io.sidestat.collector.listen;

import io.netty.channel.unix.Socket;
import io.sidestat.collector.config.ListenConfig;
import io.sidestat.collector.protocol.DatagramParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A socket that was bound before this process began: finds out what it is.
 *
 * <p>Source of the numbers: Linux, include/uapi/asm-generic/socket.h and linux/socket.h, read
 * 2026-11-26.
 */
final class InheritedSocket {
  private static final int SOL_SOCKET = 1;
  private static final int SO_TYPE = 3;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_ACCEPTCONN = 30;
  private static final int SO_DOMAIN = 39;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int AF_UNIX = 1;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;

  private final int descriptor;
  private final Socket socket;

  InheritedSocket(int descriptor) {
    this.descriptor = descriptor;
    this.socket = new Socket(descriptor);
  }

  /**
   * A listener on the socket, which has begun.
   *
   * @throws IOException if it is of no kind that samples come in on
   */
  Listener open(ReceiveLoop loop, DatagramParser parser, ListenConfig config) throws IOException {
    if (!loop.epoll()) {
      throw new IOException("needs Linux");
    }
    int type = socket.getIntOpt(SOL_SOCKET, SO_TYPE);
    int domain = socket.getIntOpt(SOL_SOCKET, SO_DOMAIN);
    boolean internet = domain == AF_INET || domain == AF_INET6;
    doNotWait();
    if (type == SOCK_DGRAM && internet) {
      SocketMemory.raiseReceiveBuffer(socket, Math.toIntExact(config.receiveBufferBytes()));
      return EpollDatagramListener.onUdp(loop, socket, parser, config.allow());
    }
    if (type == SOCK_DGRAM && domain == AF_UNIX) {
      return EpollDatagramListener.onUnix(loop, socket, parser);
    }
    if (type == SOCK_STREAM && internet && socket.getIntOpt(SOL_SOCKET, SO_ACCEPTCONN) == 1) {
      return TcpListener.inherit(loop, descriptor, parser, config);
    }
    throw new IOException(
        "samples come in on UDP, TCP and Unix datagram sockets: found type=%d, domain=%d"
            .formatted(type, domain));
  }

  /**
   * The socket may be one whose reads wait, and there is no call to change that: so they wait for
   * the shortest time there is, a tick of the kernel's clock.
   */
  private void doNotWait() throws IOException {
    ByteBuffer oneMicrosecond =
        ByteBuffer.allocateDirect(2 * Long.BYTES).order(ByteOrder.nativeOrder());
    oneMicrosecond.putLong(0).putLong(1).flip();
    socket.setRawOpt(SOL_SOCKET, SO_RCVTIMEO, oneMicrosecond);
  }
}
