package io.sidestat.client;

import org.jspecify.annotations.Nullable;

/**
 * The datagram that a group of threads is filling. A client has several lanes so that threads
 * seldom meet. Thread-safe; the lock is held for the copy of one line, never for a system call.
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
    /** Not taken: the datagram is full and there is no free buffer. */
    NO_ROOM,
    /** Not taken: the client is closed. */
    SEALED
  }

  /** Told by {@link #openSinceNanos} in place of a time when nothing is being filled. */
  static final long NOT_OPEN = Long.MIN_VALUE;

  private final Outbox outbox;
  private @Nullable DatagramBuffer filling;
  private long openSinceNanos;
  private boolean sealed;

  Lane(Outbox outbox) {
    this.outbox = outbox;
  }

  synchronized Outcome append(
      Series series, int lineBytes, byte @Nullable [] text, long unscaled, int decimals) {
    if (sealed) {
      return Outcome.SEALED;
    }
    DatagramBuffer buffer = filling;
    if (buffer != null && buffer.hasRoom(series, lineBytes)) {
      buffer.append(series, lineBytes, text, unscaled, decimals);
      return Outcome.ADDED;
    }
    DatagramBuffer fresh = outbox.takeFree();
    if (fresh == null) {
      return Outcome.NO_ROOM;
    }
    if (buffer != null) {
      outbox.add(buffer);
    }
    fresh.append(series, lineBytes, text, unscaled, decimals);
    filling = fresh;
    openSinceNanos = System.nanoTime();
    return buffer == null ? Outcome.OPENED : Outcome.HANDED_OVER;
  }

  /**
   * Gives up the datagram that is being filled, so that the next line has room.
   *
   * @return the samples lost; 0 if there is none being filled
   */
  synchronized int discard() {
    DatagramBuffer buffer = filling;
    if (buffer == null) {
      return 0;
    }
    int samples = buffer.samples();
    buffer.clear();
    return samples;
  }

  /** When the first line came into the datagram being filled, or {@link #NOT_OPEN}. */
  synchronized long openSinceNanos() {
    return filling == null ? NOT_OPEN : openSinceNanos;
  }

  /** Hands the datagram being filled, if any, to the outbox. */
  synchronized void flush() {
    if (filling != null) {
      outbox.add(filling);
      filling = null;
    }
  }

  /** Flushes and takes no line from then on. */
  synchronized void seal() {
    flush();
    sealed = true;
  }
}
