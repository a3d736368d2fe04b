package io.sidestat.client;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * All datagram buffers of a client that no lane is filling: the full ones, those being sent and the
 * free ones. There are at most {@code buffersMax} buffers in all, lanes included, and no more are
 * ever made: that is the client's bound on memory.
 *
 * <p>Guarantee: datagrams with ordered lines in them leave one by one, in the order in which they
 * came; the others may overtake each other. Thread-safe; each method is a few instructions under
 * one lock.
 */
final class Outbox {

  /** So many datagrams may be with {@link #takeFull takers} at a time. */
  static final int TAKEN_MAX = DatagramSink.SENDS_AT_ONCE;

  /** Told by {@link #exchange} in place of a buffer. */
  static final DatagramBuffer BUSY = new DatagramBuffer(0, 0);

  private final SpinLock lock = new SpinLock();

  // Of their full size from the start: one that cannot grow for lack of memory would lose all.
  private final ArrayDeque<DatagramBuffer> ordered;
  private final ArrayDeque<DatagramBuffer> unordered;
  private final ArrayDeque<DatagramBuffer> free;

  private final int datagramBytesMax;
  private final int headBytes;
  private final int manyFull;
  private int buffersUnmade;
  private int taken;
  private boolean orderedTaken;
  private boolean ended;

  Outbox(int buffersMax, int datagramBytesMax, int headBytes) {
    this.datagramBytesMax = datagramBytesMax;
    this.headBytes = headBytes;
    ordered = new ArrayDeque<>(buffersMax + 1);
    unordered = new ArrayDeque<>(buffersMax + 1);
    free = new ArrayDeque<>(buffersMax + 1);
    manyFull = Math.max(1, buffersMax / 8);
    buffersUnmade = buffersMax;
  }

  /**
   * Takes a full buffer and gives an empty one to fill. Never waits, so that a lane may hold its
   * own lock meanwhile.
   *
   * @param full to be sent; null if there is none
   * @return null, and nothing done, if there is no free buffer; {@link #BUSY}, and nothing done, if
   *     another thread is at it
   */
  @Nullable DatagramBuffer exchange(@Nullable DatagramBuffer full) {
    if (!lock.tryLock()) {
      return BUSY;
    }
    try {
      DatagramBuffer empty = free.poll();
      if (empty == null && buffersUnmade > 0) {
        empty = new DatagramBuffer(datagramBytesMax, headBytes);
        buffersUnmade--;
      }
      if (empty != null && full != null) {
        (full.isOrdered() ? ordered : unordered).add(full);
      }
      return empty;
    } catch (OutOfMemoryError e) {
      // The process has no memory left for one more.
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a buffer that is given up before it was full. */
  void release(DatagramBuffer buffer) {
    lock.lock();
    try {
      buffer.clear();
      free.push(buffer);
    } finally {
      lock.unlock();
    }
  }

  /** Takes a full buffer; false, and nothing done, if another thread is at it. */
  boolean tryAdd(DatagramBuffer buffer) {
    if (!lock.tryLock()) {
      return false;
    }
    try {
      (buffer.isOrdered() ? ordered : unordered).add(buffer);
      return true;
    } finally {
      lock.unlock();
    }
  }

  boolean hasFree() {
    lock.lock();
    try {
      return buffersUnmade > 0 || !free.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether an eighth of all buffers is full: then it is time to send. */
  boolean hasMany() {
    lock.lock();
    try {
      return ordered.size() + unordered.size() >= manyFull;
    } finally {
      lock.unlock();
    }
  }

  /** Whether no datagram waits; some may be with takers. */
  boolean isEmpty() {
    lock.lock();
    try {
      return ordered.isEmpty() && unordered.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Whether no datagram waits or is with a taker. */
  boolean isSettled() {
    lock.lock();
    try {
      return taken == 0 && ordered.isEmpty() && unordered.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a full datagram out, to be {@link #free freed} or {@link #putBack put back}.
   *
   * @return null if there is none that may leave now
   */
  @Nullable DatagramBuffer takeFull() {
    lock.lock();
    try {
      // At the end all go, one way or the other.
      if (taken >= TAKEN_MAX && !ended) {
        return null;
      }
      DatagramBuffer buffer = orderedTaken && !ended ? null : ordered.poll();
      if (buffer != null) {
        orderedTaken = true;
      } else {
        buffer = unordered.poll();
      }
      if (buffer != null) {
        taken++;
      }
      return buffer;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Puts back a datagram that could not be sent now, before all others.
   *
   * @return false if it is too late for that: then it is to be freed
   */
  boolean putBack(DatagramBuffer buffer) {
    lock.lock();
    try {
      if (ended) {
        return false;
      }
      (buffer.isOrdered() ? ordered : unordered).addFirst(buffer);
      returned(buffer);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Makes a datagram that was taken a free buffer. */
  void free(DatagramBuffer buffer) {
    lock.lock();
    try {
      returned(buffer);
      buffer.clear();
      // Last in, first out: the same few buffers stay in the processor's cache.
      free.push(buffer);
    } finally {
      lock.unlock();
    }
  }

  private void returned(DatagramBuffer buffer) {
    taken--;
    if (buffer.isOrdered()) {
      orderedTaken = false;
    }
  }

  /** Takes nothing back from now on. */
  void end() {
    lock.lock();
    try {
      ended = true;
    } finally {
      lock.unlock();
    }
  }
}
