package io.sidestat.client;

import io.sidestat.client.ProblemReporter.Kind;
import java.util.concurrent.TimeUnit;
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

  /** How long the thread goes on sending after that, so that there is time to count the rest. */
  private static final long FINISH_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(1_900);

  /** How long the thread is left alone with that before who closes the client helps. */
  private static final long HELP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** From one failure to resolve the host to the next attempt. */
  static final long OPEN_RETRY_NANOS = TimeUnit.SECONDS.toNanos(3);

  /**
   * While datagrams fill up, they are sent in batches this far apart: waking the thread for each is
   * a system call of whoever filled it.
   */
  private static final long BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** How old an address may get while there is something to send. */
  static final long RESOLVE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private static final long KERNEL_FULL_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** A part of the millisecond that so many datagrams may be sent in. */
  private static final long PACE_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  /** A datagram that the kernel does not take for this long is dropped. */
  static final long KERNEL_FULL_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(250);

  /** So many datagrams are sent before it looks at what lingers. */
  private static final int DRAIN_MAX = 64;

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
    if (rest == Rest.IDLE) {
      wake();
    }
  }

  /** A caller put a full datagram into the outbox. */
  void bufferFull() {
    Rest current = rest;
    if (current == Rest.BATCHING ? outbox.hasMany() : current != Rest.NONE) {
      wake();
    }
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
      boolean interrupted = Thread.interrupted();
      awaitEnd(closingNanosLeft(HELP_NANOS));
      while (thread.isAlive() && closingNanosLeft(CLOSE_NANOS_MAX) > 0) {
        // It may hang in a name server or in the application's error handler.
        boolean sent = true;
        while (sent) {
          sent = transmitter.sendOldest() == Transmitter.Outcome.SENT;
        }
        awaitEnd(KERNEL_FULL_PAUSE_NANOS);
      }
      transmitter.close(DropReason.CLOSED);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits in spite of interrupts, for the time is bounded; the caller's flag is kept. */
  private void awaitEnd(long nanos) {
    boolean interrupted = false;
    long deadlineNanos = System.nanoTime() + nanos;
    long leftNanos = nanos;
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
    try {
      reporter.deliverSettingProblems();
      while (!closing) {
        stepWhatever();
      }
      finish();
    } finally {
      // Whatever happened: nothing stays uncounted, and no socket open.
      transmitter.close(DropReason.CLOSED);
    }
    reporter.deliverPending();
  }

  private void stepWhatever() {
    try {
      step();
    } catch (Throwable e) {
      // Whatever it was, the next round may do better; ending here would lose all samples to come.
      reportFault(e);
      LockSupport.parkNanos(this, openRetryNanos);
    }
  }

  private void reportFault(Throwable fault) {
    try {
      reporter.report(Kind.INTERNAL, () -> "the sender failed and carries on", fault);
    } catch (Throwable e) {
      // There is not even the memory to say so.
      return;
    }
  }

  private void step() {
    // A set flag would make every park return at once.
    Thread.interrupted();
    reporter.deliverPending();
    resolveWhenOld();
    if (!sink.isOpen() && !openWhenDue()) {
      if (!closing) {
        LockSupport.parkNanos(this, openDueNanos - System.nanoTime());
      }
    } else {
      goOn(drain());
    }
  }

  /** Does what else is due after sending, and sleeps if nothing is. */
  private void goOn(Transmitter.Outcome drained) {
    if (drained == Transmitter.Outcome.KERNEL_FULL) {
      LockSupport.parkNanos(this, KERNEL_FULL_PAUSE_NANOS);
      return;
    }
    losses.tellWhenDue();
    long waitNanos = lanes.flushLingered(lingerNanos);
    if (drained == Transmitter.Outcome.PACED) {
      LockSupport.parkNanos(this, PACE_PAUSE_NANOS);
      return;
    }
    if (waitNanos == 0 || drained == Transmitter.Outcome.SENT) {
      return;
    }
    if (sentSome) {
      sentSome = false;
      restBetweenBatches(Math.min(waitNanos, BATCH_NANOS));
    } else {
      rest(waitNanos);
    }
  }

  private void resolveWhenOld() {
    long now = System.nanoTime();
    if (sink.isOpen() && now - resolvedNanos >= resolveNanos) {
      // First, so that one that fails does not hold up everything from now on.
      resolvedNanos = now;
      sink.resolveAgain();
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
   * Sends what is in the outbox, as far as it takes no long time.
   *
   * @return SENT if there may be more, KERNEL_FULL if the rest must wait; else there is none
   */
  private Transmitter.Outcome drain() {
    Transmitter.Outcome outcome = Transmitter.Outcome.SENT;
    for (int sent = 0; sent < DRAIN_MAX && outcome == Transmitter.Outcome.SENT; sent++) {
      outcome = transmitter.sendOldest();
      if (outcome == Transmitter.Outcome.SENT) {
        kernelFull = false;
        sentSome = true;
      } else if (outcome == Transmitter.Outcome.KERNEL_FULL && dropStuck()) {
        outcome = Transmitter.Outcome.SENT;
      }
    }
    return outcome;
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

  private void restBetweenBatches(long nanos) {
    rest = Rest.BATCHING;
    if (!closing && !outbox.hasMany() && !reporter.hasPending()) {
      LockSupport.parkNanos(this, nanos);
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
    while (!outbox.isSettled() && closingNanosLeft(FINISH_NANOS_MAX) > 0) {
      Thread.interrupted();
      if (!sink.isOpen() && !open()) {
        transmitter.close(DropReason.UNRESOLVED);
        return;
      }
      if (drain() != Transmitter.Outcome.SENT && !outbox.isSettled()) {
        LockSupport.parkNanos(this, KERNEL_FULL_PAUSE_NANOS);
      }
    }
  }

  private long closingNanosLeft(long bound) {
    return closingSinceNanos + bound - System.nanoTime();
  }
}
