package io.sidestat.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where datagrams go: the network, or memory in tests. */
interface DatagramSink {

  /** So many threads may be in {@link #send} at a time. */
  int SENDS_AT_ONCE = 2;

  /**
   * Makes ready to send. May block for as long as a name takes to resolve; called by the sender's
   * thread alone, again after every failure.
   *
   * @throws IOException when it can not be used yet
   */
  void open() throws IOException;

  /**
   * Looks whether the name has another address by now, and sends there from then on. May block like
   * {@link #open}; called by the sender's thread alone. If it can not be told, nothing changes.
   */
  default void resolveAgain() {}

  /** Whether {@link #send} can be called. Becomes false again if the sink breaks. */
  boolean isOpen();

  /**
   * Sends one datagram, from the buffer's position to its limit. Never blocks. At most {@link
   * #SENDS_AT_ONCE} calls at a time.
   *
   * @return false if there is no room for it now
   * @throws IOException when it is lost, or, with {@link #isOpen} false then, was not tried
   */
  boolean send(ByteBuffer datagram) throws IOException;

  /** Frees what it holds; a send that is going on may fail. */
  void close();
}
