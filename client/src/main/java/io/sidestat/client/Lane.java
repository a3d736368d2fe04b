package io.sidestat.client;

import org.jspecify.annotations.Nullable;

/**
 * A datagram being filled, by the threads that share the lane or from one packing timer.
 * Thread-safe; its lock is held for the copy of one line, never for a system call.
 *
 * <p>Guarantee: lines appended to one lane reach the {@link Outbox} in that order, because a full
 * buffer is handed over under the same lock.
 */
final class Lane {

  /** What became of a line. */
  enum Outcome {
    /** Behind others in a datagram. */
    ADDED,
    /** First in its datagram: from now on somebody waits for the linger time. */
    OPENED,
    /** First in its datagram, and a full one was handed to the outbox. */
    HANDED_OVER,
    /** Not taken: another thread is at this lane. */
    BUSY,
    /** Not taken: another thread is at the outbox, for a moment. */
    AGAIN,
    /** Not taken: the datagram is full and there is no free buffer. */
    NO_ROOM,
    /** Not taken: the client is closed. */
    SEALED
  }

  /** Told by {@link #openSinceNanos} in place of a time when nothing is being filled. */
  static final long NOT_OPEN = Long.MIN_VALUE;

  private final SpinLock lock = new SpinLock();
  private final Outbox outbox;
  private @Nullable DatagramBuffer filling;
  private long openSinceNanos;
  private long samplesTaken;
  private boolean sealed;

  Lane(Outbox outbox) {
    this.outbox = outbox;
  }

  Outcome append(
      Series series, int lineBytes, byte @Nullable [] text, long unscaled, int decimals) {
    if (!lock.tryLock()) {
      return Outcome.BUSY;
    }
    try {
      return appendLocked(series, lineBytes, text, unscaled, decimals);
    } finally {
      lock.unlock();
    }
  }

  private Outcome appendLocked(
      Series series, int lineBytes, byte @Nullable [] text, long unscaled, int decimals) {
    if (sealed) {
      return Outcome.SEALED;
    }
    DatagramBuffer buffer = filling;
    if (buffer != null && buffer.hasRoom(series, lineBytes)) {
      buffer.append(series, lineBytes, text, unscaled, decimals);
      samplesTaken += series.samples();
      return Outcome.ADDED;
    }
    DatagramBuffer fresh = outbox.exchange(buffer);
    if (fresh == null) {
      return Outcome.NO_ROOM;
    }
    if (fresh == Outbox.BUSY) {
      return Outcome.AGAIN;
    }
    filling = fresh;
    fresh.append(series, lineBytes, text, unscaled, decimals);
    samplesTaken += series.samples();
    openSinceNanos = System.nanoTime();
    return buffer == null ? Outcome.OPENED : Outcome.HANDED_OVER;
  }

  /** The samples it ever took. */
  long samplesTaken() {
    lock.lock();
    try {
      return samplesTaken;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives up the datagram that is being filled, so that a buffer is free.
   *
   * @return the samples lost; 0 if there is none being filled
   */
  int discard() {
    DatagramBuffer buffer;
    lock.lock();
    try {
      buffer = filling;
      filling = null;
    } finally {
      lock.unlock();
    }
    if (buffer == null) {
      return 0;
    }
    int samples = buffer.samples();
    outbox.release(buffer);
    return samples;
  }

  /** When the first line came into the datagram being filled, or {@link #NOT_OPEN}. */
  long openSinceNanos() {
    lock.lock();
    try {
      return filling == null ? NOT_OPEN : openSinceNanos;
    } finally {
      lock.unlock();
    }
  }

  /** Hands the datagram being filled, if any, to the outbox. */
  void flush() {
    flush(false);
  }

  /** Flushes and takes no line from then on. */
  void seal() {
    flush(true);
  }

  /** Waits with no lock held: a virtual thread that waits may be away for long. */
  private void flush(boolean last) {
    while (!tryFlush(last)) {
      SpinLock.giveWay();
    }
  }

  private boolean tryFlush(boolean last) {
    lock.lock();
    try {
      if (filling != null && !outbox.tryAdd(filling)) {
        return false;
      }
      filling = null;
      sealed |= last;
      return true;
    } finally {
      lock.unlock();
    }
  }
}
