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

  private final SpinLock lock = new SpinLock();
  private final ArrayDeque<DatagramBuffer> ordered = new ArrayDeque<>();
  private final ArrayDeque<DatagramBuffer> unordered = new ArrayDeque<>();
  private final ArrayDeque<DatagramBuffer> free = new ArrayDeque<>();
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
    manyFull = Math.max(1, buffersMax / 8);
    buffersUnmade = buffersMax;
  }

  /** An empty buffer to fill, or null when all are in use or the process has no memory left. */
  @Nullable DatagramBuffer takeFree() {
    lock.lock();
    try {
      DatagramBuffer buffer = free.poll();
      if (buffer == null && buffersUnmade > 0) {
        buffer = new DatagramBuffer(datagramBytesMax, headBytes);
        buffersUnmade--;
      }
      return buffer;
    } catch (OutOfMemoryError e) {
      return null;
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

  void add(DatagramBuffer buffer) {
    lock.lock();
    try {
      (buffer.isOrdered() ? ordered : unordered).add(buffer);
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
      if (taken == TAKEN_MAX) {
        return null;
      }
      DatagramBuffer buffer = orderedTaken ? null : ordered.poll();
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
