package io.sidestat.collector.cli;

import io.sidestat.collector.config.JournalConfig;
import io.sidestat.collector.journal.Checkpoint;
import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.PackedInterval;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes packed intervals and checkpoints into the journal, and keeps the journal within its
 * limits; on a thread of its own, {@code sidestat-journal}, so that a slow disk holds up nobody
 * else.
 *
 * <p>While the journal fails, the oldest interval is tried again every second and the others wait,
 * up to the bytes configured; when there is no room, the oldest is given up and its samples are
 * counted as lost. A checkpoint is tried again likewise, until its interval ends.
 */
final class IntervalWriter {
  private static final Logger log = LoggerFactory.getLogger(IntervalWriter.class);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
  private static final Duration PRUNE_PAUSE = Duration.ofMinutes(1);

  /** So often it looks whether history is to be deleted; intervals wake it. */
  private static final long IDLE_MILLIS = 1_000;

  private final Journal journal;
  private final InstantSource clock;
  private final String run;
  private final Runnable afterAppend;
  private final Thread thread = new Thread(this::run, "sidestat-journal");
  private final WaitingIntervals waiting;
  private final AtomicLong samplesLost = new AtomicLong();
  private final AtomicLong intervalsGivenUp = new AtomicLong();

  /** Intervals given up whose checkpoints may be on the disk still. */
  private final Queue<PackedInterval> unforgotten = new ConcurrentLinkedQueue<>();

  private final AtomicLong samplesLeft = new AtomicLong();

  // Under the monitor: what of the interval that is not written yet is in checkpoints.
  private long sequenceOnDisk = -1;
  private long samplesOnDisk;

  private volatile JournalConfig limits;
  private volatile boolean finishing;
  private volatile boolean failing;
  private long givenUpSaid;
  private long dropped;
  private long droppedSaid;
  private long prunedNanos = System.nanoTime();

  /**
   * A writer; {@link #start} begins.
   *
   * @param run identifies this run of the collector
   * @param afterAppend told after each interval
   */
  IntervalWriter(
      Journal journal,
      JournalConfig limits,
      InstantSource clock,
      String run,
      Runnable afterAppend) {
    this.journal = journal;
    this.limits = limits;
    this.clock = clock;
    this.run = run;
    this.afterAppend = afterAppend;
    this.waiting = new WaitingIntervals(limits.waitingBytesMax());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Takes a closed interval; does not wait for the disk. */
  void submit(PackedInterval interval) {
    waiting.add(interval).forEach(this::giveUp);
  }

  /** Takes what came into the open interval since the last time; does not wait for the disk. */
  void submit(Checkpoint checkpoint) {
    waiting.add(checkpoint);
  }

  /** Notes that samples were lost on the way here. */
  void lose(long samples) {
    samplesLost.addAndGet(samples);
  }

  /** From now on; how much may wait stays as it is. */
  void limit(JournalConfig other) {
    limits = other;
  }

  /** Whether its thread runs. */
  boolean alive() {
    return thread.isAlive();
  }

  /** Whether the journal did not take what was last written to it. */
  boolean failing() {
    return failing;
  }

  /** Whether all so far is in the journal. */
  boolean idle() {
    return waiting.isEmpty();
  }

  int intervalsWaiting() {
    return waiting.size();
  }

  long bytesWaiting() {
    return waiting.bytes();
  }

  /** Samples that were aggregated and will never be in the journal. */
  long samplesLost() {
    return samplesLost.get();
  }

  /** Writes what waits and ends; what takes longer than given is given up and counted as lost. */
  void finish(Duration patience) throws InterruptedException {
    finishing = true;
    waiting.complete();
    thread.join(patience.toMillis());
    if (thread.isAlive()) {
      thread.interrupt();
      waiting.giveUp().forEach(this::leave);
      log.error(
          "the journal did not take the last intervals in time: intervals={}, samples_lost={},"
              + " samples_in_checkpoints={}; the latter are sent after the next start",
          intervalsGivenUp.get(),
          samplesLost.get(),
          samplesLeft.get());
    }
  }

  /** Of one fragment at most there are checkpoints whose interval is not written. */
  private synchronized void noteOnDisk(Checkpoint part) {
    samplesOnDisk = part.sequence() == sequenceOnDisk ? samplesOnDisk : 0;
    samplesOnDisk += part.samples();
    sequenceOnDisk = part.sequence();
  }

  private synchronized long onDisk(PackedInterval interval) {
    return interval.run().equals(run) && interval.sequence() == sequenceOnDisk ? samplesOnDisk : 0;
  }

  /** At a stop: what is in checkpoints stays there, for the next start. */
  private void leave(PackedInterval interval) {
    intervalsGivenUp.incrementAndGet();
    if (interval.run().equals(run)) {
      samplesLost.addAndGet(interval.ledger().recorded() - onDisk(interval));
      samplesLeft.addAndGet(onDisk(interval));
    }
  }

  private void giveUp(PackedInterval interval) {
    intervalsGivenUp.incrementAndGet();
    if (interval.run().equals(run)) {
      samplesLost.addAndGet(interval.ledger().recorded());
      unforgotten.add(interval);
    }
    // One that a run before left open is still on the disk; the next run seals it.
  }

  /** What was counted as lost must not come back with the next start. */
  private void forgetGivenUp() throws JournalException {
    for (PackedInterval lost = unforgotten.peek(); lost != null; lost = unforgotten.peek()) {
      journal.forgetCheckpoints(run, lost.sequence());
      unforgotten.remove();
    }
  }

  private void run() {
    try {
      while (!(finishing && waiting.isEmpty())) {
        waiting.await(IDLE_MILLIS);
        boolean written = writeCheckpoint() && writeOldest();
        if (!written) {
          sayGivenUp();
          // Old history may be what fills the disk.
          prune();
          Thread.sleep(RETRY_PAUSE.toMillis());
        } else if (System.nanoTime() - prunedNanos > PRUNE_PAUSE.toNanos()) {
          prune();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes the checkpoint that waits, if there is one; false if it failed. */
  private boolean writeCheckpoint() {
    Checkpoint checkpoint = waiting.checkpoint();
    if (checkpoint == null || finishing) {
      // At a stop the interval follows at once.
      return true;
    }
    try {
      journal.checkpoint(checkpoint);
      waiting.written(checkpoint);
      noteOnDisk(checkpoint);
      works();
      log.debug(
          "checkpoint journaled: part={}, bytes={}", checkpoint.part(), checkpoint.body().length);
      return true;
    } catch (JournalException e) {
      fails(e);
      return false;
    } catch (RuntimeException e) {
      // A fault of ours: the part stays in memory, with the interval.
      waiting.written(checkpoint);
      log.error("checkpoint could not be written: part={}", checkpoint.part(), e);
      return true;
    }
  }

  /** Writes the oldest interval that waits, if there is one; false if it failed. */
  private boolean writeOldest() {
    PackedInterval oldest = waiting.beginOldest();
    if (oldest == null) {
      return true;
    }
    boolean written = false;
    try {
      journal.append(oldest);
      written = true;
      forgetGivenUp();
    } catch (JournalException e) {
      fails(e);
    } catch (RuntimeException e) {
      loseOnly(oldest, e);
      written = true;
      return true;
    } finally {
      waiting.ended(written);
    }
    if (written) {
      works();
      log.debug(
          "interval journaled: start={}, series={}, requests={}",
          oldest.interval().startEpochMillis(),
          oldest.history().size(),
          oldest.requests().size());
      afterAppend.run();
      prune();
    }
    return written;
  }

  /** A fault of ours: one interval is lost, and said to be, but not those after it. */
  private void loseOnly(PackedInterval interval, RuntimeException fault) {
    giveUp(interval);
    log.error(
        "interval could not be written and is lost: start={}, samples={}",
        interval.interval().startEpochMillis(),
        interval.ledger().recorded(),
        fault);
  }

  private void works() {
    if (failing) {
      failing = false;
      log.info("journal works again: samples_lost={}", samplesLost.get());
    }
  }

  private void fails(Exception e) {
    if (!failing) {
      failing = true;
      log.warn(
          "journal fails, closed intervals wait in memory: room_bytes={}, tried again every {} s;"
              + " check the disk's space and permissions: {}",
          limits.waitingBytesMax(),
          RETRY_PAUSE.toSeconds(),
          e.getMessage());
    }
  }

  private void sayGivenUp() {
    long givenUp = intervalsGivenUp.get();
    if (givenUp > givenUpSaid) {
      log.warn(
          "no room for more intervals while the journal fails, the oldest are given up: intervals={},"
              + " samples_lost={}; raise journal.max-waiting for longer failures",
          givenUp,
          samplesLost.get());
      givenUpSaid = Math.max(givenUp, givenUpSaid * 2);
    }
  }

  /** Says it when it begins, and when it is twice as much. */
  private void sayDropped(long requests, long bytesMax) {
    dropped += requests;
    if (dropped > 0 && dropped >= 2 * droppedSaid) {
      droppedSaid = dropped;
      log.warn(
          "journal is full of unsent data, the oldest was dropped: requests={}, journal.max-size={}"
              + " bytes",
          dropped,
          bytesMax);
    }
  }

  private void prune() {
    prunedNanos = System.nanoTime();
    JournalConfig current = limits;
    try {
      journal.prune(clock.instant().minus(current.retention()).toEpochMilli());
      sayDropped(journal.trim(current.bytesMax()), current.bytesMax());
    } catch (JournalException e) {
      if (!failing) {
        log.warn("journal cannot be pruned: {}", e.getMessage());
      }
    }
  }
}
