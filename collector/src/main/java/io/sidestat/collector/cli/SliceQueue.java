package io.sidestat.collector.cli;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slices on their way from the owner thread to the one that packs, at most {@value #SLICES_MAX}:
 * when there is no room the newest is given up and its samples are counted as lost.
 */
final class SliceQueue {
  /** Packing takes far less time than there is between two slices. */
  static final int SLICES_MAX = 8;

  private static final Logger log = LoggerFactory.getLogger(SliceQueue.class);

  private final IntervalWriter writer;
  private final Queue<Cut> waiting = new ArrayBlockingQueue<>(SLICES_MAX);

  /** Reasons to look into the queue. */
  private final Semaphore news = new Semaphore(0);

  /** Slices given up and not said yet. */
  private final AtomicLong missed = new AtomicLong();

  /** A queue that tells the writer what is lost. */
  SliceQueue(IntervalWriter writer) {
    this.writer = writer;
  }

  /** Takes a slice; never waits. For the owner thread. */
  void submit(Cut cut) {
    if (waiting.offer(cut)) {
      news.release();
    } else {
      miss(cut);
    }
  }

  /** Whether there will be room behind one more. For the owner thread. */
  boolean hasRoom() {
    return waiting.size() < SLICES_MAX - 1;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Ends {@link #await}, also one that is still to come. Any thread may. */
  void wake() {
    news.release();
  }

  /** The next slice; null if none waits. */
  @Nullable Cut next() {
    return waiting.poll();
  }

  /** Waits for a slice or for {@link #wake}, at most that long; may end sooner. */
  void await(long millis) throws InterruptedException {
    if (news.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      // What these told of is there by now.
      news.drainPermits();
    }
  }

  /** Gives up all that wait. */
  void giveUp() {
    for (Cut cut = waiting.poll(); cut != null; cut = waiting.poll()) {
      miss(cut);
    }
  }

  private void miss(Cut cut) {
    writer.lose(cut.slice().samples());
    missed.incrementAndGet();
  }

  /** Logs what was given up since the last time. */
  void sayMissed() {
    long slices = missed.getAndSet(0);
    if (slices > 0) {
      log.error(
          "slices of intervals came faster than they could be packed, their samples are lost:"
              + " slices={}, samples_lost={}",
          slices,
          writer.samplesLost());
    }
  }
}
