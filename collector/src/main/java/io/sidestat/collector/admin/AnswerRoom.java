package io.sidestat.collector.admin;

import java.util.concurrent.Semaphore;

/**
 * Bounds the answers that are in memory until their clients have read them. A small one always has
 * room: there are as many of them as connections. The large ones share the room of one of the
 * largest. Thread-safe.
 */
final class AnswerRoom {
  /** The live page's longest, two hundred series, is 100 KB. */
  static final int SMALL_BYTES_MAX = 128 << 10;

  /** 10,000 series of names and tags of usual length are 6 MB. */
  static final int ANSWER_BYTES_MAX = 8 << 20;

  private final Semaphore bytes = new Semaphore(ANSWER_BYTES_MAX);

  /** Takes room for an answer, if there is; who got it must {@link #leave}. Does not wait. */
  boolean enter(AdminReply answer) {
    int size = answer.body().length;
    return size <= SMALL_BYTES_MAX || bytes.tryAcquire(size);
  }

  void leave(AdminReply answer) {
    int size = answer.body().length;
    if (size > SMALL_BYTES_MAX) {
      bytes.release(size);
    }
  }
}
