package io.sidestat.client;

import io.sidestat.client.ProblemReporter.Kind;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Moves datagrams from the {@link Outbox} into the {@link DatagramSink}. Used by the sender's
 * thread and, when no buffer is free, by callers that make room: while one of the two is in a
 * system call, or has lost its processor there, the other goes on with the next datagram.
 * Thread-safe.
 */
final class Transmitter {

  /** What became of a datagram. */
  enum Outcome {
    /** Gone: sent, or refused and counted. */
    SENT,
    /** There was none that may leave now. */
    NONE,
    /** Still there: enough was sent in this millisecond. */
    PACED,
    /** Still there: the kernel has no room for it now. */
    KERNEL_FULL,
    /** Still there: the sink is not open. */
    NOT_OPEN
  }

  /** A send takes microseconds; the rest is for senders that have lost their processors. */
  static final long ROOM_WAIT_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(2);

  private static final long ROOM_LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(10);

  private final Pace pace = new Pace(System.nanoTime());
  private final Outbox outbox;
  private final DatagramSink sink;
  private final Ledger ledger;
  private final @Nullable SequenceLine sequence;
  private final ProblemReporter reporter;

  Transmitter(
      Outbox outbox,
      DatagramSink sink,
      Ledger ledger,
      @Nullable SequenceLine sequence,
      ProblemReporter reporter) {
    this.sequence = sequence;
    this.outbox = outbox;
    this.sink = sink;
    this.ledger = ledger;
    this.reporter = reporter;
  }

  /**
   * Frees a buffer for a caller, at the price of one non-blocking send.
   *
   * @param startNanos when the caller began to look for room
   * @return null if there is room now, or else why not
   */
  @Nullable DropReason makeRoom(long startNanos) {
    while (true) {
      switch (sendOldest()) {
        case SENT:
          return null;
        case KERNEL_FULL:
          return DropReason.NO_ROOM;
        case NOT_OPEN:
          return DropReason.UNRESOLVED;
        case NONE:
        case PACED:
          break;
      }
      if (outbox.hasFree()) {
        return null;
      }
      // Only after a look: this thread may have been away for longer than it wanted.
      if (System.nanoTime() - startNanos >= ROOM_WAIT_NANOS_MAX) {
        return DropReason.NO_ROOM;
      }
      // Others are in the middle of a send, which frees a buffer in microseconds. If one of them
      // waits for a processor, it can have this one.
      LockSupport.parkNanos(this, ROOM_LOOK_NANOS);
    }
  }

  /** Sends a datagram, if there is one that may leave now. */
  Outcome sendOldest() {
    if (!pace.take(System.nanoTime())) {
      return Outcome.PACED;
    }
    DatagramBuffer datagram = outbox.takeFull();
    if (datagram == null) {
      return Outcome.NONE;
    }
    Outcome outcome = Outcome.SENT;
    try {
      outcome = send(datagram);
    } catch (Throwable e) {
      // Whatever it is: nothing may reach a caller, and the buffer must not get lost.
      boolean tried = sink.isOpen() && !(e instanceof ClosedChannelException);
      outcome = tried ? refused(datagram, e) : Outcome.NOT_OPEN;
    } finally {
      if (outcome == Outcome.SENT) {
        outbox.free(datagram);
      } else if (!outbox.putBack(datagram)) {
        ledger.dropped(DropReason.CLOSED, datagram.samples());
        outbox.free(datagram);
      }
    }
    return outcome;
  }

  private Outcome send(DatagramBuffer datagram) throws Exception {
    if (!sink.isOpen()) {
      return Outcome.NOT_OPEN;
    }
    if (sequence != null) {
      datagram.number(sequence);
    }
    if (!sink.send(datagram.content())) {
      return Outcome.KERNEL_FULL;
    }
    ledger.sent(datagram);
    return Outcome.SENT;
  }

  private Outcome refused(DatagramBuffer datagram, Throwable cause) {
    ledger.sendFailed();
    forgetNumber(datagram);
    ledger.dropped(DropReason.SEND_FAILED, datagram.samples());
    reporter.report(Kind.SEND_FAILED, () -> "a datagram was refused: " + sink, cause);
    return Outcome.SENT;
  }

  /** Gives up a datagram, if there is one that may leave now. */
  boolean dropOldest(DropReason reason) {
    DatagramBuffer datagram = outbox.takeFull();
    if (datagram == null) {
      return false;
    }
    forgetNumber(datagram);
    ledger.dropped(reason, datagram.samples());
    outbox.free(datagram);
    return true;
  }

  /** What never leaves is told as dropped, and is not to be missed on the way as well. */
  private void forgetNumber(DatagramBuffer datagram) {
    if (sequence != null) {
      datagram.forgetNumber(sequence);
    }
  }

  /**
   * Gives up what is left; what others have in their hands now is theirs to count. Can be called
   * again.
   */
  void close(DropReason reason) {
    outbox.end();
    boolean left = true;
    while (left) {
      left = dropOldest(reason);
    }
    sink.close();
  }
}
