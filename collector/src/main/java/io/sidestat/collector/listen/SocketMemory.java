package io.sidestat.collector.listen;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/**
 * What the kernel holds for a socket and has dropped of it, asked with SO_MEMINFO (Linux 4.12 and
 * later). For one thread.
 *
 * <p>Source of the numbers: Linux, include/uapi/asm-generic/socket.h and linux/sock_diag.h, read
 * 2026-11-26.
 */
final class SocketMemory {
  private static final int SOL_SOCKET = 1;
  private static final int SO_MEMINFO = 55;
  private static final int SO_RCVBUFFORCE = 33;

  /** SK_MEMINFO_VARS, numbers of four bytes each. */
  private static final int NUMBERS = 9;

  private static final int RECEIVE_BUFFER = 1;
  private static final int DROPS = 8;

  private final Socket socket;
  private final ByteBuffer numbers =
      ByteBuffer.allocateDirect(NUMBERS * Integer.BYTES).order(ByteOrder.nativeOrder());

  SocketMemory(Socket socket) {
    this.socket = socket;
  }

  /**
   * Asks for a receive buffer of that size: with CAP_NET_ADMIN of any, else of at most
   * net.core.rmem_max.
   */
  static void askReceiveBuffer(Socket socket, int bytes) throws IOException {
    try {
      socket.setIntOpt(SOL_SOCKET, SO_RCVBUFFORCE, bytes);
    } catch (IOException | ChannelException notPermitted) {
      socket.setReceiveBufferSize(bytes);
    }
  }

  /**
   * As {@link #askReceiveBuffer}, for a socket that others bound: never less than it has. They may
   * have had CAP_NET_ADMIN, and what they could give it we could only take away.
   */
  static void raiseReceiveBuffer(Socket socket, int bytes) throws IOException {
    Socket trial = LinuxSocket.newSocketDgram(false);
    try {
      askReceiveBuffer(trial, bytes);
      if (trial.getReceiveBufferSize() > socket.getReceiveBufferSize()) {
        askReceiveBuffer(socket, bytes);
      }
    } finally {
      trial.close();
    }
  }

  /** Datagrams dropped since the socket was made; empty where the kernel does not tell. */
  OptionalLong drops() {
    return ask() ? OptionalLong.of(Integer.toUnsignedLong(number(DROPS))) : OptionalLong.empty();
  }

  /**
   * The receive buffer granted, in bytes as they are asked for: the kernel tells twice that, the
   * half of it for its own book-keeping (socket(7)).
   */
  OptionalLong receiveBufferBytes() {
    return ask() ? OptionalLong.of(number(RECEIVE_BUFFER) / 2) : OptionalLong.empty();
  }

  private boolean ask() {
    if (!socket.isOpen()) {
      return false;
    }
    try {
      socket.getRawOpt(SOL_SOCKET, SO_MEMINFO, numbers.clear());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private int number(int index) {
    return numbers.getInt(index * Integer.BYTES);
  }
}
