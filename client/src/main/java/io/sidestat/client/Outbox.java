package io.sidestat.client;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * All datagram buffers of a client that no lane is filling: the full ones, first in first out, and
 * the free ones. There are at most {@code buffersMax} buffers in all, lanes included, and no more
 * are ever made: that is the client's bound on memory.
 *
 * <p>Thread-safe; each method is a few instructions under one lock. Only the holder of the {@link
 * Transmitter}'s lock looks at and removes full buffers.
 */
final class Outbox {

  private final ArrayDeque<DatagramBuffer> full = new ArrayDeque<>();
  private final ArrayDeque<DatagramBuffer> free = new ArrayDeque<>();
  private final int datagramBytesMax;
  private final int manyFull;
  private int buffersUnmade;

  Outbox(int buffersMax, int datagramBytesMax) {
    this.datagramBytesMax = datagramBytesMax;
    manyFull = Math.max(1, buffersMax / 8);
    buffersUnmade = buffersMax;
  }

  /** An empty buffer to fill, or null when all are in use. */
  synchronized @Nullable DatagramBuffer takeFree() {
    DatagramBuffer buffer = free.poll();
    if (buffer == null && buffersUnmade > 0) {
      buffersUnmade--;
      buffer = new DatagramBuffer(datagramBytesMax);
    }
    return buffer;
  }

  synchronized boolean hasFree() {
    return buffersUnmade > 0 || !free.isEmpty();
  }

  synchronized void add(DatagramBuffer buffer) {
    full.add(buffer);
  }

  /** Whether an eighth of all buffers is full: then it is time to send. */
  synchronized boolean hasMany() {
    return full.size() >= manyFull;
  }

  synchronized @Nullable DatagramBuffer oldest() {
    return full.peek();
  }

  synchronized boolean isEmpty() {
    return full.isEmpty();
  }

  /** Makes the oldest full buffer a free one. */
  synchronized void freeOldest() {
    DatagramBuffer buffer = full.remove();
    buffer.clear();
    // Last in, first out: the same few buffers stay in the processor's cache.
    free.push(buffer);
  }
}
