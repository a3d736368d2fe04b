package io.sidestat.collector.listen;

import java.io.IOException;

/**
 * A socket, or what accepts connections, that samples come in on. All but the address is for the
 * owner thread.
 */
sealed interface Listener permits EpollDatagramListener, NioDatagramListener, TcpListener {

  /** Kind and place, for the user: {@code udp:127.0.0.1:8125}. Any thread. */
  String address();

  /** How it is doing. */
  ListenerStatus status();

  /** Stops receiving, for good. What the kernel still holds is not read. */
  void close() throws IOException;
}
