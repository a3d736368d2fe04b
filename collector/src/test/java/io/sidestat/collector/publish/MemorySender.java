package io.sidestat.collector.publish;

import io.sidestat.collector.model.DatumBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * Takes requests into memory; names them by their first metric. Fails by script, for each name in
 * order, and takes what has no script. Thread-safe.
 */
final class MemorySender implements MetricSender {
  private final List<String> attempts = new CopyOnWriteArrayList<>();
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final Map<String, Queue<Exception>> script = new ConcurrentHashMap<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** The next attempts of that request fail so: with SendExceptions or unchecked ones. */
  void fail(String name, Exception... failures) {
    script
        .computeIfAbsent(name, n -> new ConcurrentLinkedQueue<>())
        .addAll(Arrays.asList(failures));
  }

  /** Sends wait until {@link #open}. */
  void shut() {
    gate = new CountDownLatch(1);
  }

  void open() {
    gate.countDown();
  }

  List<String> attempts() {
    return List.copyOf(attempts);
  }

  long attempts(String name) {
    return attempts.stream().filter(name::equals).count();
  }

  List<String> taken() {
    return List.copyOf(taken);
  }

  @Override
  public void send(DatumBatch batch) throws SendException {
    String name = batch.datums().get(0).name();
    attempts.add(name);
    awaitGate();
    Exception failure = script.getOrDefault(name, new ConcurrentLinkedQueue<>()).poll();
    if (failure instanceof SendException failed) {
      throw failed;
    }
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    taken.add(name);
  }

  private void awaitGate() throws SendException {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SendException(SendException.Kind.RETRY, true, "interrupted", e);
    }
  }

  @Override
  public void close() {}
}
