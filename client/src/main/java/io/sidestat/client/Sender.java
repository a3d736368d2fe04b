package io.sidestat.client;

import io.sidestat.client.ProblemReporter.Kind;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The background thread: opens the sink, sends full datagrams at once and others after the linger
 * time, and delivers reports. It sleeps without a timeout while nothing is buffered.
 *
 * <p>Threading: {@link #run} is the thread {@code sidestat-client-sender}, a daemon; {@link #wake},
 * {@link #laneOpened}, {@link #bufferFull} and {@link #close} are for all others. Interrupting the
 * thread has no effect; {@link #close} ends it.
 */
final class Sender implements Runnable {

  static final String THREAD_NAME = "sidestat-client-sender";

  /** How long {@link #close} waits, a name that is being resolved included. */
  static final long CLOSE_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);

  /** From one failure to resolve the host to the next attempt. */
  static final long OPEN_RETRY_NANOS = TimeUnit.SECONDS.toNanos(3);

  /**
   * While datagrams fill up, they are sent in batches this far apart: waking the thread for each is
   * a system call of whoever filled it.
   */
  private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** How old an address may get while there is something to send. */
  static final long RESOLVE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final long KERNEL_FULL_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** A datagram that the kernel does not take for this long is dropped. */
  static final long KERNEL_FULL_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(250);

  private static final long FOREVER = Long.MAX_VALUE;

  /** What the thread does, and so what wakes it. */
  private enum Rest {
    /** Awake, or in a pause that nothing but closing needs to cut short. */
    NONE,
    /** Asleep for a moment between two batches; only many full datagrams wake it. */
    BATCHING,
    /** Asleep until a datagram has lingered; a full one wakes it. */
    TIMED,
    /** Asleep with nothing buffered; any line wakes it. */
    IDLE
  }

  private final Lanes lanes;
  private final Outbox outbox;
  private final Transmitter transmitter;
  private final DatagramSink sink;
  private final ProblemReporter reporter;
  private final LossReport losses;
  private final long lingerNanos;
  private final long openRetryNanos;
  private final long resolveNanos;
  private final Thread thread;

  private volatile Rest rest = Rest.NONE;

  /**
   * Changed between adding and looking whether the thread sleeps: one must come before the other.
   */
  private final AtomicInteger fence = new AtomicInteger();

  private volatile boolean closing;
  private volatile long closingSinceNanos;

  // Of the sender's thread alone.
  private long openDueNanos = System.nanoTime();
  private long resolvedNanos;
  private boolean kernelFull;
  private boolean sentSome;
  private long kernelFullSinceNanos;

  Sender(
      Lanes lanes,
      Outbox outbox,
      Transmitter transmitter,
      DatagramSink sink,
      ProblemReporter reporter,
      LossReport losses,
      long lingerNanos,
      long openRetryNanos,
      long resolveNanos) {
    this.lanes = lanes;
    this.outbox = outbox;
    this.transmitter = transmitter;
    this.sink = sink;
    this.reporter = reporter;
    this.losses = losses;
    this.lingerNanos = lingerNanos;
    this.openRetryNanos = openRetryNanos;
    this.resolveNanos = resolveNanos;
    resolvedNanos = System.nanoTime();
    thread = new Thread(this, THREAD_NAME);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** A caller put the first line into a datagram: it is to be sent after the linger time. */
  void laneOpened() {
    if (restSeen() == Rest.IDLE) {
      wake();
    }
  }

  /** A caller put a full datagram into the outbox. */
  void bufferFull() {
    Rest current = restSeen();
    if (current == Rest.BATCHING ? outbox.hasMany() : current != Rest.NONE) {
      wake();
    }
  }

  /** What is read is no older than what this thread has added. */
  private Rest restSeen() {
    fence.getAndIncrement();
    return rest;
  }

  void wake() {
    LockSupport.unpark(thread);
  }

  /**
   * Takes no more lines, sends what is buffered and frees the sink; returns when that is done, or
   * after {@link #CLOSE_NANOS_MAX}. Later calls wait likewise.
   */
  void close() {
    synchronized (this) {
      if (!closing) {
        losses.tell();
        lanes.seal();
        closingSinceNanos = System.nanoTime();
        closing = true;
      }
    }
    wake();
    if (Thread.currentThread() != thread) {
      awaitEnd();
    }
  }

  /** Waits in spite of interrupts, for the time is bounded; the caller's flag is kept. */
  private void awaitEnd() {
    boolean interrupted = false;
    long deadlineNanos = closingSinceNanos + CLOSE_NANOS_MAX;
    long leftNanos = deadlineNanos - System.nanoTime();
    while (leftNanos > 0 && thread.isAlive()) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(thread, leftNanos);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      leftNanos = deadlineNanos - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    reporter.deliverSettingProblems();
    while (!closing) {
      try {
        step();
      } catch (Throwable e) {
        // Whatever it was, the next round may do better; ending here would lose all samples to
        // come.
        reporter.report(Kind.INTERNAL, () -> "the sender failed and carries on", e);
        LockSupport.parkNanos(this, openRetryNanos);
      }
    }
    finish();
  }

  private void step() {
    // A set flag would make every park return at once.
    Thread.interrupted();
    reporter.deliverPending();
    resolveWhenOld();
    if (!sink.isOpen() && !openWhenDue()) {
      LockSupport.parkNanos(this, openDueNanos - System.nanoTime());
    } else if (!drain()) {
      LockSupport.parkNanos(this, KERNEL_FULL_PAUSE_NANOS);
    } else if (sentSome) {
      sentSome = false;
      restBetweenBatches();
    } else {
      losses.tellWhenDue();
      // Lanes are flushed only behind an empty outbox: in trouble their datagrams fill up first.
      long waitNanos = lanes.flushLingered(lingerNanos);
      if (waitNanos > 0) {
        rest(waitNanos);
      }
    }
  }

  private void resolveWhenOld() {
    long now = System.nanoTime();
    if (sink.isOpen() && now - resolvedNanos >= resolveNanos) {
      sink.resolveAgain();
      resolvedNanos = System.nanoTime();
    }
  }

  private boolean openWhenDue() {
    if (openDueNanos - System.nanoTime() > 0) {
      return false;
    }
    boolean open = open();
    openDueNanos = System.nanoTime() + openRetryNanos;
    return open;
  }

  private boolean open() {
    try {
      sink.open();
      resolvedNanos = System.nanoTime();
      return true;
    } catch (Exception e) {
      reporter.report(
          Kind.NOT_OPEN,
          () -> "nothing can be sent yet; check the host's name: " + sink + ", cause=" + e,
          e);
      return false;
    }
  }

  /**
   * Sends what is in the outbox.
   *
   * @return false if the kernel has no room now, so that the rest must wait
   */
  private boolean drain() {
    while (true) {
      switch (transmitter.sendOldest()) {
        case SENT:
          kernelFull = false;
          sentSome = true;
          break;
        case KERNEL_FULL:
          if (!dropStuck()) {
            return false;
          }
          break;
        default:
          return true;
      }
    }
  }

  private boolean dropStuck() {
    long now = System.nanoTime();
    if (!kernelFull) {
      kernelFull = true;
      kernelFullSinceNanos = now;
    }
    if (now - kernelFullSinceNanos < KERNEL_FULL_NANOS_MAX) {
      return false;
    }
    kernelFull = false;
    reporter.report(
        Kind.NO_ROOM, () -> "the kernel takes no datagrams; the oldest was dropped: " + sink, null);
    return transmitter.dropOldest(DropReason.NO_ROOM);
  }

  private void restBetweenBatches() {
    rest = Rest.BATCHING;
    if (!closing && !outbox.hasMany() && !reporter.hasPending()) {
      LockSupport.parkNanos(this, BATCH_NANOS);
    }
    rest = Rest.NONE;
  }

  private void rest(long waitNanos) {
    // The state is published before the last look at what there is to do, and callers look at it
    // after they have added something: one of the two sees the other.
    rest = waitNanos == FOREVER ? Rest.IDLE : Rest.TIMED;
    if (!closing && outbox.isEmpty() && !reporter.hasPending()) {
      if (waitNanos != FOREVER) {
        LockSupport.parkNanos(this, waitNanos);
      } else if (lanes.areEmpty()) {
        LockSupport.park(this);
      }
    }
    rest = Rest.NONE;
  }

  /** The lanes are sealed: what is in the outbox is all there will ever be. */
  private void finish() {
    Thread.interrupted();
    DropReason reason = DropReason.CLOSED;
    while (!outbox.isSettled() && System.nanoTime() - closingSinceNanos < CLOSE_NANOS_MAX) {
      if (!sink.isOpen() && !open()) {
        reason = DropReason.UNRESOLVED;
        break;
      }
      if (!drain() || !outbox.isSettled()) {
        LockSupport.parkNanos(this, KERNEL_FULL_PAUSE_NANOS);
      }
    }
    transmitter.close(reason);
    reporter.deliverPending();
  }
}
