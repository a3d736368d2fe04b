package io.sidestat.collector.publish;

import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests into memory; names them by their first metric. Fails by script, for each name in
 * order, and takes what has no script. Thread-safe.
 */
final class MemorySender implements MetricSender {
  private final List<String> attempts = new CopyOnWriteArrayList<>();
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final Map<String, Queue<Exception>> script = new ConcurrentHashMap<>();
  private final List<String> takenDatums = new CopyOnWriteArrayList<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private volatile int datumsMax = Integer.MAX_VALUE;
  private final Set<String> hanging = ConcurrentHashMap.newKeySet();
  private volatile CountDownLatch hung = new CountDownLatch(0);
  private volatile @Nullable SendException away;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** The next attempts of that request fail so: with SendExceptions or unchecked ones. */
  void fail(String name, Exception... failures) {
    script
        .computeIfAbsent(name, n -> new ConcurrentLinkedQueue<>())
        .addAll(Arrays.asList(failures));
  }

  /** Every attempt fails so, until {@link #back}. */
  void away(SendException failure) {
    away = failure;
  }

  void back() {
    away = null;
  }

  /** Attempts of that request wait until {@link #open}. */
  void hang(String name) {
    hanging.add(name);
    hung = new CountDownLatch(1);
  }

  /** Whatever has that datum in it is invalid. */
  void refuse(String datum) {
    refused.add(datum);
  }

  /** Whatever has more datums is too large. */
  void takeAtMost(int datums) {
    datumsMax = datums;
  }

  /** The names of all datums taken, in order. */
  List<String> takenDatums() {
    return List.copyOf(takenDatums);
  }

  /** Sends wait until {@link #open}. */
  void shut() {
    gate = new CountDownLatch(1);
  }

  void open() {
    gate.countDown();
    hung.countDown();
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
    await(gate);
    if (hanging.contains(name)) {
      await(hung);
    }
    SendException everywhere = away;
    if (everywhere != null) {
      throw everywhere;
    }
    Exception failure = script.getOrDefault(name, new ConcurrentLinkedQueue<>()).poll();
    if (failure instanceof SendException failed) {
      throw failed;
    }
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    List<String> names = batch.datums().stream().map(Datum::name).toList();
    if (names.size() > datumsMax) {
      throw new SendException(SendException.Kind.TOO_LARGE, false, "too large", new Exception());
    }
    if (names.stream().anyMatch(refused::contains)) {
      throw new SendException(SendException.Kind.INVALID, false, "bad value", new Exception());
    }
    taken.add(name);
    takenDatums.addAll(names);
  }

  private static void await(CountDownLatch gate) throws SendException {
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
