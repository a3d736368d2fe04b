package io.sidestat.collector.cli;

import io.sidestat.collector.aggregate.ClosedSlice;
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
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes slices from the owner thread, turns them into values and puts those of an interval
 * together; a slice is handed on as a checkpoint, a whole interval rolled up and packed. On a
 * thread of its own, {@code sidestat-pack}, which waits for no disk.
 *
 * <p>Holds at most {@link #SLICES_MAX} slices: when there is no room the newest is given up and its
 * samples are counted as lost.
 */
final class IntervalPacker {
  /** Slices that may wait to be packed, which takes far less time than an interval lasts. */
  static final int SLICES_MAX = 8;

  private static final long POLL_MILLIS = 100;

  /** Anyone may send that counter, so one slice of it moves the sum by this at most. */
  private static final double MAX_TOLD = 1e12;

  private static final Logger log = LoggerFactory.getLogger(IntervalPacker.class);

  private final IntervalWriter writer;
  private final OutboxState newRequests;
  private final InstantSource clock;
  private final String run;
  private final FragmentBuilder open;
  private final LongSupplier lostSoFar;
  private final Thread thread = new Thread(this::run, "sidestat-pack");
  private final BlockingQueue<ClosedSlice> waiting = new ArrayBlockingQueue<>(SLICES_MAX);

  private final RejectionLog rejections = new RejectionLog();
  private final SeriesWatch seriesWatch = new SeriesWatch();
  private final PercentileLog percentiles = new PercentileLog();
  private final MendingLog mendings = new MendingLog();
  private volatile Packing packing;
  private volatile boolean finishing;
  private volatile boolean busy;

  private final AtomicLong clientLosses = new AtomicLong();

  /** Slices given up and not said yet. */
  private final AtomicLong missed = new AtomicLong();

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
   */
  IntervalPacker(
      IntervalWriter writer,
      OutboxState newRequests,
      Packing packing,
      Grid grid,
      InstantSource clock,
      String run,
      LongSupplier lostSoFar) {
    this.writer = writer;
    this.newRequests = newRequests;
    this.packing = packing;
    this.clock = clock;
    this.run = run;
    this.lostSoFar = lostSoFar;
    this.open = new FragmentBuilder(grid);
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
  void submit(ClosedSlice slice) {
    if (!waiting.offer(slice)) {
      miss(slice);
    }
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
    thread.join(patience.toMillis());
    if (thread.isAlive()) {
      thread.interrupt();
      for (ClosedSlice slice = waiting.poll(); slice != null; slice = waiting.poll()) {
        miss(slice);
      }
    }
  }

  private void run() {
    try {
      ClosedSlice slice = next();
      while (slice != null) {
        pack(slice);
        sayMissed();
        slice = next();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next slice, or null when all are packed and no more will come. */
  private @Nullable ClosedSlice next() throws InterruptedException {
    while (true) {
      boolean last = finishing;
      ClosedSlice slice = waiting.poll(last ? 0 : POLL_MILLIS, TimeUnit.MILLISECONDS);
      busy = slice != null;
      if (slice != null || last) {
        return slice;
      }
    }
  }

  private void pack(ClosedSlice slice) {
    report(slice);
    Interval before = open.interval();
    if (before != null && !before.equals(slice.interval())) {
      // The slice that would have ended the interval before was given up.
      seal(newRequests, null);
    }
    try {
      Fragment fragment = slice.toFragment(run, sequence);
      clientLosses.addAndGet(clientLosses(fragment));
      add(fragment, slice.last());
    } catch (RuntimeException e) {
      lose(slice.ledger().recorded(), slice.interval(), e);
    }
    if (slice.last()) {
      seal(newRequests, slice.interval());
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

  private void add(Fragment slice, boolean last) {
    if (slice.ledger().received() > 0) {
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

  private void miss(ClosedSlice slice) {
    writer.lose(slice.ledger().recorded());
    missed.incrementAndGet();
  }

  private void sayMissed() {
    long slices = missed.getAndSet(0);
    if (slices > 0) {
      log.error(
          "slices of intervals came faster than they could be packed, their samples are lost:"
              + " slices={}, samples_lost={}",
          slices,
          writer.samplesLost());
    }
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
