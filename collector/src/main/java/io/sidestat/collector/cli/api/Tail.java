package io.sidestat.collector.cli.api;

import io.sidestat.collector.aggregate.SampleTap;
import io.sidestat.collector.aggregate.TappedLine;
import io.sidestat.collector.shape.GlobMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Somebody who wants to see lines as they come, and those that wait for his next look. The owner
 * thread adds them and never waits: nothing here locks. Thread-safe.
 *
 * <p>At most {@value #LINES_MAX} lines wait, with some hundred bytes each; the oldest go first, and
 * are counted.
 */
final class Tail {
  static final int LINES_MAX = 2_000;

  /** So long after his last look he is taken for gone. */
  static final Duration SILENCE_MAX = Duration.ofSeconds(10);

  private static final SampleTap.Taken NOTHING = new SampleTap.Taken(List.of(), 0);

  private final String id;
  private final GlobMatcher glob;
  private final CountDownLatch inForce = new CountDownLatch(1);
  private final AtomicReference<SampleTap.Taken> waiting = new AtomicReference<>(NOTHING);
  private volatile long lastLookNanos;

  Tail(String id, GlobMatcher glob, long nowNanos) {
    this.id = id;
    this.glob = glob;
    this.lastLookNanos = nowNanos;
  }

  String id() {
    return id;
  }

  GlobMatcher glob() {
    return glob;
  }

  /** From now on no line that he wants to see is missed. */
  void takenOver() {
    inForce.countDown();
  }

  /** Waits for that; false if it takes too long. */
  boolean awaitTakenOver(Duration patience) throws InterruptedException {
    return inForce.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  void add(SampleTap.Taken more) {
    if (!more.lines().isEmpty() || more.notTaken() > 0) {
      waiting.updateAndGet(before -> joined(before, more));
    }
  }

  private static SampleTap.Taken joined(SampleTap.Taken before, SampleTap.Taken more) {
    List<TappedLine> all = new ArrayList<>(before.lines());
    all.addAll(more.lines());
    int tooMany = Math.max(0, all.size() - LINES_MAX);
    return new SampleTap.Taken(
        all.subList(tooMany, all.size()), before.notTaken() + more.notTaken() + tooMany);
  }

  /** Takes what waits. */
  SampleTap.Taken look(long nowNanos) {
    lastLookNanos = nowNanos;
    return waiting.getAndSet(NOTHING);
  }

  boolean isGone(long nowNanos) {
    return nowNanos - lastLookNanos > SILENCE_MAX.toNanos();
  }
}
