package io.sidestat.client;

import io.sidestat.client.ProblemReporter.Kind;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Moves the oldest datagram from the {@link Outbox} into the {@link DatagramSink}. Used by the
 * sender's thread and, when no buffer is free, by callers that make room.
 *
 * <p>Guarantee: datagrams leave in the order of the outbox, whoever sends them, because the oldest
 * is looked at, sent and removed under one lock. Who holds it makes one non-blocking system call; a
 * caller waits for it only if no buffer is free, and then {@link #ROOM_WAIT_NANOS_MAX} at most.
 */
final class Transmitter {

  /** What became of the oldest datagram. */
  enum Outcome {
    /** Gone: sent, or refused and counted. */
    SENT,
    /** There was none. */
    EMPTY,
    /** Still there: the kernel has no room for it now. */
    KERNEL_FULL,
    /** Still there: the sink is not open. */
    NOT_OPEN
  }

  /** One send takes about 5 us; the rest is for a holder of the lock that lost its processor. */
  static final long ROOM_WAIT_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(2);

  private static final long ROOM_LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(10);

  private final ReentrantLock lock = new ReentrantLock();
  private final Outbox outbox;
  private final DatagramSink sink;
  private final Ledger ledger;
  private final ProblemReporter reporter;

  Transmitter(Outbox outbox, DatagramSink sink, Ledger ledger, ProblemReporter reporter) {
    this.outbox = outbox;
    this.sink = sink;
    this.ledger = ledger;
    this.reporter = reporter;
  }

  /** Sends the oldest datagram. Sender's thread only: it waits for a caller that is sending. */
  Outcome sendOldest() {
    lock.lock();
    try {
      return sendOldestLocked();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Frees a buffer for a caller, at the price of one non-blocking send.
   *
   * @return null if there is room now, or else why not
   */
  @Nullable DropReason makeRoom() {
    long start = System.nanoTime();
    do {
      if (lock.tryLock()) {
        try {
          return refusal(sendOldestLocked());
        } finally {
          lock.unlock();
        }
      }
      if (outbox.hasFree()) {
        return null;
      }
      // Somebody is in the middle of a send, which frees a buffer in microseconds. If that thread
      // waits for a processor, it can have this one.
      LockSupport.parkNanos(this, ROOM_LOOK_NANOS);
    } while (System.nanoTime() - start < ROOM_WAIT_NANOS_MAX);
    return DropReason.NO_ROOM;
  }

  private static @Nullable DropReason refusal(Outcome outcome) {
    switch (outcome) {
      case KERNEL_FULL:
        return DropReason.NO_ROOM;
      case NOT_OPEN:
        return DropReason.UNRESOLVED;
      default:
        return null;
    }
  }

  private Outcome sendOldestLocked() {
    DatagramBuffer datagram = outbox.oldest();
    if (datagram == null) {
      return Outcome.EMPTY;
    }
    if (!sink.isOpen()) {
      return Outcome.NOT_OPEN;
    }
    try {
      if (!sink.send(datagram.content())) {
        return Outcome.KERNEL_FULL;
      }
      ledger.sent(datagram);
    } catch (Exception e) {
      if (!sink.isOpen()) {
        return Outcome.NOT_OPEN;
      }
      ledger.sendFailed();
      ledger.dropped(DropReason.SEND_FAILED, datagram.samples());
      reporter.report(Kind.SEND_FAILED, () -> "a datagram was refused: " + sink, e);
    }
    outbox.freeOldest();
    return Outcome.SENT;
  }

  /** Gives up the oldest datagram, if there is one. */
  boolean dropOldest(DropReason reason) {
    lock.lock();
    try {
      DatagramBuffer datagram = outbox.oldest();
      if (datagram == null) {
        return false;
      }
      ledger.dropped(reason, datagram.samples());
      outbox.freeOldest();
      return true;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      sink.close();
    } finally {
      lock.unlock();
    }
  }
}
