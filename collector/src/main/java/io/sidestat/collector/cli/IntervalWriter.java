package io.sidestat.collector.cli;

import io.sidestat.collector.aggregate.ClosedSlice;
import io.sidestat.collector.config.JournalConfig;
import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.Offender;
import io.sidestat.collector.shape.IntervalShaper;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes closed intervals from the owner thread and brings them, rolled up and packed, into the
 * journal; on a thread of its own, {@code sidestat-journal}, so that a slow disk never holds up the
 * receiving one.
 *
 * <p>Holds at most {@link #WAITING_MAX} intervals. While the journal fails, the one at hand is
 * tried again every second and the others wait; when there is no room, the newest is given up and
 * its samples are counted as lost.
 */
final class IntervalWriter {
  /** Closed intervals that may wait for the disk: over an hour at the default length. */
  static final int WAITING_MAX = 64;

  private static final Logger log = LoggerFactory.getLogger(IntervalWriter.class);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  private final Journal journal;
  private final OutboxState newRequests;
  private final long publishOffsetMillis;
  private final IntervalShaper shaper;
  private final JournalConfig limits;
  private final InstantSource clock;
  private final Runnable afterAppend;
  private final String run;
  private final Thread thread = new Thread(this::run, "sidestat-journal");
  private final BlockingQueue<ClosedSlice> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final AtomicLong samplesLost = new AtomicLong();
  private final AtomicLong intervalsGivenUp = new AtomicLong();

  /** The interval being written, until the journal has it. */
  private final AtomicReference<@Nullable ClosedSlice> writing = new AtomicReference<>();

  private final RejectionLog rejections = new RejectionLog();
  private final SeriesWatch seriesWatch = new SeriesWatch();
  private final PercentileLog percentiles = new PercentileLog();
  private final MendingLog mendings = new MendingLog();
  private volatile boolean finishing;
  private long sequence;
  private volatile boolean failing;
  private long givenUpSaid;

  /**
   * A writer; {@link #start} begins.
   *
   * @param newRequests whether requests are to be sent or are local
   * @param publishOffset requests are not due before it is over, from the interval's end on
   * @param afterAppend told after each append
   */
  IntervalWriter(
      Journal journal,
      OutboxState newRequests,
      Duration publishOffset,
      IntervalShaper shaper,
      JournalConfig limits,
      InstantSource clock,
      String run,
      Runnable afterAppend) {
    this.journal = journal;
    this.newRequests = newRequests;
    this.publishOffsetMillis = publishOffset.toMillis();
    this.shaper = shaper;
    this.limits = limits;
    this.clock = clock;
    this.run = run;
    this.afterAppend = afterAppend;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Takes a closed interval; never waits. For the owner thread. */
  void submit(ClosedSlice slice) {
    if (!waiting.offer(slice)) {
      giveUp(slice);
    }
  }

  /** Whether its thread runs. */
  boolean alive() {
    return thread.isAlive();
  }

  /** Whether the journal did not take the last interval. */
  boolean failing() {
    return failing;
  }

  int intervalsWaiting() {
    return waiting.size();
  }

  /** Samples of intervals that were given up. */
  long samplesLost() {
    return samplesLost.get();
  }

  /** The dimensions with the most values, most first. */
  List<Offender> offenders() {
    return seriesWatch.offenders();
  }

  /** Metrics that CloudWatch will answer no percentiles of; at most 100. */
  List<String> percentilesRefused() {
    return percentiles.names();
  }

  /** Writes what waits and ends; what takes longer than given is given up and counted as lost. */
  void finish(Duration patience) throws InterruptedException {
    finishing = true;
    thread.join(patience.toMillis());
    if (thread.isAlive()) {
      thread.interrupt();
      giveUp(writing.getAndSet(null));
      for (ClosedSlice slice = waiting.poll(); slice != null; slice = waiting.poll()) {
        giveUp(slice);
      }
      log.error(
          "the journal did not take the last intervals in time, their samples are lost:"
              + " intervals={}, samples={}",
          intervalsGivenUp.get(),
          samplesLost.get());
    }
  }

  private void giveUp(@Nullable ClosedSlice slice) {
    if (slice != null) {
      samplesLost.addAndGet(slice.ledger().recorded());
      intervalsGivenUp.incrementAndGet();
    }
  }

  private void run() {
    try {
      ClosedSlice slice = next();
      while (slice != null) {
        writeOrGiveUp(slice);
        slice = next();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next interval, or null when all are written and no more will come. */
  private @Nullable ClosedSlice next() throws InterruptedException {
    while (true) {
      boolean last = finishing;
      ClosedSlice slice = waiting.poll(last ? 0 : 100, TimeUnit.MILLISECONDS);
      if (slice != null || last) {
        return slice;
      }
    }
  }

  private void writeOrGiveUp(ClosedSlice slice) throws InterruptedException {
    writing.set(slice);
    try {
      write(slice);
    } catch (RuntimeException e) {
      // A fault of ours: one interval is lost, and said to be, but not those after it.
      giveUp(writing.getAndSet(null));
      log.error(
          "interval could not be shaped and is lost: start={}, samples={}",
          slice.interval().startEpochMillis(),
          slice.ledger().recorded(),
          e);
    }
  }

  private void write(ClosedSlice slice) throws InterruptedException {
    rejections.report(slice.ledger(), slice.rejectedExamples(), clock.instant());
    seriesWatch.watch(slice, clock.instant());
    mendings.report(slice.mendedNames(), clock.instant());
    if (slice.ledger().received() == 0) {
      // Nothing to keep: an idle host's journal does not grow and its disk is not woken.
      prune();
      writing.set(null);
      return;
    }
    Fragment fragment = shaper.history(slice.toFragment(run, sequence++));
    percentiles.report(fragment.series());
    List<DatumBatch> batches = shaper.requests(fragment);
    while (!append(fragment, batches)) {
      sayGivenUp();
      // Old history may be what fills the disk.
      prune();
      Thread.sleep(RETRY_PAUSE.toMillis());
    }
    writing.set(null);
    afterAppend.run();
    prune();
  }

  private boolean append(Fragment fragment, List<DatumBatch> batches) {
    try {
      journal.append(
          fragment,
          batches,
          newRequests,
          notBeforeEpochMillis(fragment.interval()),
          seriesWatch.offenders());
      if (failing) {
        failing = false;
        log.info("journal works again: samples_lost={}", samplesLost.get());
      }
      log.debug(
          "interval journaled: start={}, series={}, requests={}",
          fragment.interval().startEpochMillis(),
          fragment.series().size(),
          batches.size());
      return true;
    } catch (JournalException e) {
      if (!failing) {
        failing = true;
        log.warn(
            "journal fails, closed intervals wait in memory: room_for={}, tried again every {} s;"
                + " check the disk's space and permissions: {}",
            WAITING_MAX,
            RETRY_PAUSE.toSeconds(),
            e.getMessage());
      }
      return false;
    }
  }

  /** From now on if the interval was closed early: by a stop, or since the clock was set back. */
  private long notBeforeEpochMillis(Interval interval) {
    return publishOffsetMillis == 0
        ? 0
        : Math.min(interval.endEpochMillis(), clock.millis()) + publishOffsetMillis;
  }

  private void sayGivenUp() {
    long givenUp = intervalsGivenUp.get();
    if (givenUp > givenUpSaid) {
      log.warn(
          "no room for more intervals while the journal fails, new ones are given up: intervals={},"
              + " samples_lost={}",
          givenUp,
          samplesLost.get());
      givenUpSaid = Math.max(givenUp, givenUpSaid * 2);
    }
  }

  private void prune() {
    try {
      journal.prune(clock.instant().minus(limits.retention()).toEpochMilli());
      long dropped = journal.trim(limits.bytesMax());
      if (dropped > 0) {
        log.warn(
            "journal is full of unsent data, the oldest was dropped: requests={}, journal.max-size={}"
                + " bytes",
            dropped,
            limits.bytesMax());
      }
    } catch (JournalException e) {
      if (!failing) {
        log.warn("journal cannot be pruned: {}", e.getMessage());
      }
    }
  }
}
