package io.sidestat.collector.faults;

import java.util.Arrays;

/**
 * When each datagram was sent, to which life of the collector, and in which interval. The n-th has
 * the samples from n times {@link KnownSamples#PER_DATAGRAM} on. Written by the sender, read once
 * it rests.
 */
final class SentLog {
  private long[] nanos = new long[1_024];
  private long[] batches = new long[1_024];
  private int[] lives = new int[1_024];
  private int size;

  synchronized void add(long sentNanos, int life, long batch) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * size);
      batches = Arrays.copyOf(batches, 2 * size);
      lives = Arrays.copyOf(lives, 2 * size);
    }
    nanos[size] = sentNanos;
    batches[size] = batch;
    lives[size] = life;
    size++;
  }

  synchronized int size() {
    return size;
  }

  synchronized long batch(int datagram) {
    return batches[datagram];
  }

  /** The first datagram that was not sent to an earlier life. */
  synchronized int firstOf(int life) {
    int first = 0;
    while (first < size && lives[first] < life) {
      first++;
    }
    return first;
  }

  /** The first datagram of the life that was sent at that time or later, or the end of the life. */
  synchronized int firstOf(int life, long fromNanos) {
    int first = firstOf(life);
    while (first < size && lives[first] == life && nanos[first] - fromNanos < 0) {
      first++;
    }
    return first;
  }
}
