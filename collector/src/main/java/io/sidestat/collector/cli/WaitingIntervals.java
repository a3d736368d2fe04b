package io.sidestat.collector.cli;

import io.sidestat.collector.journal.Checkpoint;
import io.sidestat.collector.journal.PackedInterval;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the disk: closed intervals, oldest first, of at most so many bytes in all, and the
 * open interval's last checkpoint. When there is no room the oldest interval goes, but not the one
 * that is being written. Thread-safe.
 */
final class WaitingIntervals {
  private final long bytesMax;
  private final Deque<PackedInterval> intervals = new ArrayDeque<>();
  private @Nullable Checkpoint checkpoint;

  /** Whether the oldest is being written. */
  private boolean writing;

  private long bytes;

  /** Whether no more will come. */
  private boolean complete;

  WaitingIntervals(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Adds an interval, in place of its checkpoints; answers what had to go. */
  synchronized List<PackedInterval> add(PackedInterval interval) {
    Checkpoint pending = checkpoint;
    if (pending != null
        && pending.run().equals(interval.run())
        && pending.sequence() == interval.sequence()) {
      checkpoint = null;
    }
    intervals.addLast(interval);
    bytes += interval.bytes();
    List<PackedInterval> gone = new ArrayList<>();
    int kept = writing ? 2 : 1;
    while (bytes > bytesMax && intervals.size() > kept) {
      gone.add(removeOldest());
    }
    notifyAll();
    return gone;
  }

  private PackedInterval removeOldest() {
    PackedInterval first = intervals.removeFirst();
    PackedInterval oldest = first;
    if (writing) {
      oldest = intervals.removeFirst();
      intervals.addFirst(first);
    }
    bytes -= oldest.bytes();
    return oldest;
  }

  /** The open interval's last part; the one before is written, or missed. */
  synchronized void add(Checkpoint part) {
    checkpoint = part;
    notifyAll();
  }

  /** The checkpoint that waits, which stays until it is {@link #written}; null if there is none. */
  synchronized @Nullable Checkpoint checkpoint() {
    return checkpoint;
  }

  /** The checkpoint is on the disk. */
  synchronized void written(Checkpoint part) {
    Checkpoint waiting = checkpoint;
    if (waiting != null && waiting.sequence() == part.sequence() && waiting.part() == part.part()) {
      checkpoint = null;
    }
  }

  /** The oldest interval, which stays until it is {@link #ended}; null if none waits. */
  synchronized @Nullable PackedInterval beginOldest() {
    writing = !intervals.isEmpty();
    return intervals.peekFirst();
  }

  /** The write has ended. */
  synchronized void ended(boolean written) {
    if (writing && written) {
      bytes -= intervals.removeFirst().bytes();
    }
    writing = false;
  }

  /** Takes all that waits, also what is being written: nobody will wait for it any longer. */
  synchronized List<PackedInterval> giveUp() {
    List<PackedInterval> all = List.copyOf(intervals);
    intervals.clear();
    bytes = 0;
    writing = false;
    return all;
  }

  /** No more will come: nobody need wait for it. */
  synchronized void complete() {
    complete = true;
    notifyAll();
  }

  /** Waits until something is there, at most that long, and not for what will not come. */
  synchronized void await(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long left = millis;
    while (isEmpty() && !complete && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }
  }

  synchronized int size() {
    return intervals.size();
  }

  synchronized long bytes() {
    return bytes;
  }

  /** Whether nothing waits and nothing is being written. */
  synchronized boolean isEmpty() {
    return intervals.isEmpty() && checkpoint == null;
  }
}
