package io.sidestat.client;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/** A sink that keeps what is sent, and can be told to be unresolved, full or broken. */
final class MemorySink implements DatagramSink {

  private final List<String> datagrams = new ArrayList<>();
  private final AtomicInteger sends = new AtomicInteger();
  private boolean open;

  volatile boolean resolvable = true;
  volatile boolean broken;

  /** By the number of the call of {@code send}: whether there is no room. */
  volatile IntPredicate full = send -> false;

  @Override
  public synchronized void open() throws IOException {
    if (!resolvable) {
      throw new UnknownHostException("nowhere");
    }
    open = true;
  }

  @Override
  public synchronized boolean isOpen() {
    return open;
  }

  @Override
  public synchronized boolean send(ByteBuffer datagram) throws IOException {
    if (broken) {
      throw new IOException("broken");
    }
    if (full.test(sends.incrementAndGet())) {
      return false;
    }
    datagrams.add(StandardCharsets.UTF_8.decode(datagram).toString());
    return true;
  }

  @Override
  public synchronized void close() {
    open = false;
  }

  synchronized List<String> datagrams() {
    return new ArrayList<>(datagrams);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    datagrams().forEach(datagram -> lines.addAll(UdpReceiver.linesOf(datagram)));
    return lines;
  }
}
