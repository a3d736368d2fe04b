package io.sidestat.client;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Another sink, of which a test does some things otherwise. */
class ForwardingSink implements DatagramSink {

  private final DatagramSink sink;

  ForwardingSink(DatagramSink sink) {
    this.sink = sink;
  }

  /** Whether this is the client's own thread. */
  static boolean onSendersThread() {
    return Thread.currentThread().getName().equals(Sender.THREAD_NAME);
  }

  @Override
  public void open() throws IOException {
    sink.open();
  }

  @Override
  public void resolveAgain() {
    sink.resolveAgain();
  }

  @Override
  public boolean isOpen() {
    return sink.isOpen();
  }

  @Override
  public boolean send(ByteBuffer datagram) throws IOException {
    return sink.send(datagram);
  }

  @Override
  public void close() {
    sink.close();
  }
}
