package io.sidestat.collector.listen;

import io.sidestat.collector.aggregate.LedgerBook;
import io.sidestat.collector.aggregate.SampleSink;
import io.sidestat.collector.cloudwatch.Await;
import io.sidestat.collector.config.HostPort;
import io.sidestat.collector.config.ListenConfig;
import io.sidestat.collector.config.SocketMode;
import io.sidestat.collector.config.SocketOwner;
import io.sidestat.collector.config.SourceNetworks;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.LineCounts;
import io.sidestat.collector.protocol.DatagramParser;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Real listeners on a loop of their own; remembers the names of the samples that came in. */
final class Listening implements AutoCloseable {
  final ReceiveLoop loop = new ReceiveLoop(() -> {});
  final LedgerBook book = new LedgerBook();
  private final List<String> names = new ArrayList<>();
  private @Nullable Listeners listeners;

  static ListenConfig udp(String... addresses) {
    return config(List.of(addresses), Optional.empty(), Optional.empty());
  }

  static ListenConfig tcp(Duration idleTimeout) {
    return new ListenConfig(
        List.of(),
        Optional.of(new HostPort("127.0.0.1", 0)),
        idleTimeout,
        SourceNetworks.ALL,
        Optional.empty(),
        mode("rw-rw-rw-"),
        NOBODY_ELSE,
        8 << 20);
  }

  static final SocketOwner NOBODY_ELSE = new SocketOwner(Optional.empty(), Optional.empty());

  static ListenConfig config(List<String> udp, Optional<HostPort> tcp, Optional<Path> unix) {
    return new ListenConfig(
        udp.stream().map(HostPort::parse).toList(),
        tcp,
        Duration.ofMinutes(10),
        SourceNetworks.ALL,
        unix,
        mode("rw-rw-rw-"),
        NOBODY_ELSE,
        8 << 20);
  }

  /** The same, but samples are taken from these networks only. */
  static ListenConfig allowing(String networks, ListenConfig config) {
    return new ListenConfig(
        config.udp(),
        config.tcp(),
        config.tcpIdleTimeout(),
        SourceNetworks.parse(networks),
        config.unix(),
        config.unixMode(),
        config.unixOwner(),
        config.receiveBufferBytes());
  }

  /** As by {@code chmod}: {@code rw-rw-rw-}. */
  static SocketMode mode(String permissions) {
    return new SocketMode(PosixFilePermissions.fromString(permissions));
  }

  Listening open(ListenConfig config) throws ListenException, InterruptedException {
    return open(config, InheritedSockets.NONE);
  }

  Listening open(ListenConfig config, InheritedSockets inherited)
      throws ListenException, InterruptedException {
    DatagramParser parser = new DatagramParser(sample -> names.add(sample.name()), book);
    listeners = Listeners.open(loop, config, inherited, parser);
    return this;
  }

  /** As {@link #open}, but the samples go elsewhere. */
  Listening openInto(SampleSink sink, ListenConfig config)
      throws ListenException, InterruptedException {
    listeners = Listeners.open(loop, config, InheritedSockets.NONE, new DatagramParser(sink, book));
    return this;
  }

  Listeners listeners() {
    if (listeners == null) {
      throw new IllegalStateException("not open");
    }
    return listeners;
  }

  int port() {
    String address = listeners().addresses().get(0);
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  ListenerStatus status() throws InterruptedException {
    return listeners().statuses().get(0);
  }

  /** What was found in lines so far. */
  LineCounts lines() throws InterruptedException {
    return loop.call(book::lineCounts);
  }

  Ledger ledger() throws InterruptedException {
    return loop.call(book::snapshot);
  }

  List<String> names() throws InterruptedException {
    return loop.call(() -> List.copyOf(names));
  }

  void awaitNames(String... expected) {
    try {
      Await.until(List.of(expected) + " come in", () -> names().equals(List.of(expected)));
    } catch (AssertionError e) {
      throw new AssertionError("came in: " + names, e);
    }
  }

  /** Keeps the owner thread from reading while the task runs. */
  void whileBusy(Task task) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    loop.schedule(
        () -> {
          begun.countDown();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        0);
    begun.await();
    try {
      task.run();
    } finally {
      over.countDown();
    }
  }

  /** Anything that a test does. */
  interface Task {
    void run() throws Exception;
  }

  @Override
  public void close() {
    try {
      if (listeners != null) {
        listeners.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loop.close();
  }
}
