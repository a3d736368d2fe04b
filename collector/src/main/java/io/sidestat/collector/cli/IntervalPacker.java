package io.sidestat.collector.cli;

import io.sidestat.collector.aggregate.ClosedSlice;
import io.sidestat.collector.aggregate.Slice;
import io.sidestat.collector.journal.Checkpoint;
import io.sidestat.collector.journal.OpenFragment;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.Offender;
import io.sidestat.collector.model.SelfMetric;
import io.sidestat.collector.shape.FragmentBuilder;
import io.sidestat.collector.shape.SelfMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes slices from the owner thread, turns them into values and puts those of an interval
 * together; a closed slice is handed on as a checkpoint, with what was watched since the one
 * before, a whole interval rolled up and packed. On a thread of its own, {@code sidestat-pack},
 * which waits for no disk.
 */
final class IntervalPacker {
  /** So often it looks whether what somebody looked at is still looked at; slices wake it. */
  private static final long IDLE_MILLIS = 1_000;

  /** Anyone may send that counter, so one slice of it moves the sum by this at most. */
  private static final double MAX_TOLD = 1e12;

  private static final Logger log = LoggerFactory.getLogger(IntervalPacker.class);

  private final IntervalWriter writer;
  private final OutboxState newRequests;
  private final InstantSource clock;
  private final String run;
  private final FragmentBuilder open;

  /** What the watched series got since the last closed slice. */
  private final FragmentBuilder watched;

  private final LiveWatch live;
  private final LongSupplier lostSoFar;
  private final Thread thread = new Thread(this::run, "sidestat-pack");
  private final SliceQueue waiting;

  private final RejectionLog rejections = new RejectionLog();
  private final SeriesWatch seriesWatch = new SeriesWatch();
  private final PercentileLog percentiles = new PercentileLog();
  private final MendingLog mendings = new MendingLog();
  private volatile Packing packing;
  private volatile boolean finishing;
  private volatile boolean busy;

  private final AtomicLong clientLosses = new AtomicLong();

  /** Of the open interval's fragment, within this run. */
  private long sequence;

  /** Of the next checkpoint, within the fragment. */
  private long part;

  /** Lost samples that an interval has told of. */
  private long lostTold;

  /**
   * A packer; {@link #start} begins.
   *
   * @param newRequests whether requests are to be sent or are local
   * @param run identifies this run of the collector
   * @param lostSoFar samples that this run has lost, which the collector's own metrics tell of
   * @param live is shown what its series get
   */
  IntervalPacker(
      IntervalWriter writer,
      OutboxState newRequests,
      Packing packing,
      Grid grid,
      InstantSource clock,
      String run,
      LongSupplier lostSoFar,
      LiveWatch live) {
    this.writer = writer;
    this.waiting = new SliceQueue(writer);
    this.live = live;
    this.newRequests = newRequests;
    this.packing = packing;
    this.clock = clock;
    this.run = run;
    this.lostSoFar = lostSoFar;
    this.open = new FragmentBuilder(grid);
    this.watched = new FragmentBuilder(grid);
    thread.setDaemon(true);
  }

  /**
   * Begins; first with what runs before left open, which is sealed as it is.
   *
   * @param left checkpoints, a fragment's one after the other
   */
  void start(List<OpenFragment> left) {
    OutboxState state = newRequests;
    for (OpenFragment one : left) {
      if (open.isOfAnother(one.part())) {
        seal(state, null);
      }
      open.add(one.part());
      state = one.state();
    }
    seal(state, null);
    if (!left.isEmpty()) {
      log.info("intervals that the run before left open are sealed: checkpoints={}", left.size());
    }
    thread.start();
  }

  /** From the next interval that is packed on. */
  void repack(Packing other) {
    packing = other;
  }

  /** Takes a slice; never waits. For the owner thread. */
  void submit(Cut cut) {
    waiting.submit(cut);
  }

  /** Whether there is room for a slice that can wait. For the owner thread. */
  boolean hasRoom() {
    return waiting.hasRoom();
  }

  /** Other series are to be watched. */
  void othersWanted() {
    waiting.wake();
  }

  /** Whether its thread runs. */
  boolean alive() {
    return thread.isAlive();
  }

  /** Whether all slices so far are packed. */
  boolean idle() {
    return waiting.isEmpty() && !busy;
  }

  /** The dimensions with the most values, most first. */
  List<Offender> offenders() {
    return seriesWatch.offenders();
  }

  /** Samples that clients told they lost before they sent them. */
  long clientSamplesLost() {
    return clientLosses.get();
  }

  /** Metrics that CloudWatch will answer no percentiles of; at most 100. */
  List<String> percentilesRefused() {
    return percentiles.names();
  }

  /** Packs what waits and ends; what takes longer than given is counted as lost. */
  void finish(Duration patience) throws InterruptedException {
    finishing = true;
    waiting.wake();
    thread.join(patience.toMillis());
    if (thread.isAlive()) {
      thread.interrupt();
      waiting.giveUp();
    }
  }

  private void run() {
    try {
      Cut cut = next();
      while (cut != null) {
        pack(cut);
        waiting.sayMissed();
        cut = next();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next slice, or null when all are packed and no more will come. */
  private @Nullable Cut next() throws InterruptedException {
    while (true) {
      boolean last = finishing;
      // What waits goes first: to watch other series may take the owner thread a while.
      Cut cut = waiting.next();
      busy = cut != null;
      if (cut != null || last) {
        return cut;
      }
      live.refresh();
      waiting.await(IDLE_MILLIS);
    }
  }

  private void pack(Cut cut) {
    Slice slice = cut.slice();
    Interval before = watched.interval() == null ? open.interval() : watched.interval();
    if (before != null && !before.equals(slice.interval())) {
      // The slice that would have ended the interval before was given up, and what was watched
      // counted as lost with it.
      watched.take();
      seal(newRequests, null);
    }
    try {
      Fragment fragment = slice.toFragment(run, sequence);
      watched.add(fragment);
      live.show(cut, fragment);
    } catch (RuntimeException e) {
      lose(slice.samples(), slice.interval(), e);
    }
    if (slice instanceof ClosedSlice closed) {
      report(closed);
      add(closed.last());
      if (closed.last()) {
        seal(newRequests, closed.interval());
      }
    }
  }

  /** What clients told that they lost. */
  private static long clientLosses(Fragment slice) {
    double lost = 0;
    for (ClosedSeries series : slice.series()) {
      if (series.id().name().equals(SelfMetric.CLIENT_SAMPLES_LOST.metricName())
          && series.value() instanceof CounterTotal told) {
        lost += told.increments().sum();
      }
    }
    return (long) Math.max(0, Math.min(lost, MAX_TOLD));
  }

  private void add(boolean last) {
    Fragment slice = watched.take();
    if (slice != null && slice.ledger().received() > 0) {
      clientLosses.addAndGet(clientLosses(slice));
      open.add(slice);
      if (!last) {
        writer.submit(Checkpoint.of(slice, part++, newRequests));
      }
    }
  }

  private void report(ClosedSlice slice) {
    rejections.report(slice.ledger(), slice.rejectedExamples(), clock.instant());
    seriesWatch.watch(slice, clock.instant());
    mendings.report(slice.mendedNames(), clock.instant());
  }

  /**
   * Hands on what the interval held; nothing if it held nothing, so that an idle disk may sleep.
   *
   * @param lived the interval, if this run saw its end: then it tells of itself too
   */
  private void seal(OutboxState state, @Nullable Interval lived) {
    Packing current = packing;
    List<ClosedSeries> self = lived == null ? List.of() : self(current.own());
    Fragment whole = open.take();
    if (whole == null && lived != null && !self.isEmpty()) {
      whole = new Fragment(run, sequence, lived, List.of(), Ledger.EMPTY);
    }
    sequence++;
    part = 0;
    if (whole == null) {
      return;
    }
    try {
      percentiles.report(whole.series());
      writer.submit(current.pack(whole, self, state, seriesWatch.offenders(), clock.instant()));
    } catch (RuntimeException e) {
      lose(whole.ledger().recorded(), whole.interval(), e);
    }
  }

  private List<ClosedSeries> self(SelfMetrics own) {
    long lost = lostSoFar.getAsLong();
    List<ClosedSeries> series = own.series(lost - lostTold);
    lostTold = lost;
    return series;
  }

  /** A fault of ours: one interval is lost, and said to be, but no other. */
  private void lose(long samples, Interval interval, RuntimeException fault) {
    writer.lose(samples);
    log.error(
        "interval could not be packed and is lost: start={}, samples={}",
        interval.startEpochMillis(),
        samples,
        fault);
  }
}
