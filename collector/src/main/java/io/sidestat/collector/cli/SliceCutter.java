package io.sidestat.collector.cli;

import io.sidestat.collector.aggregate.ClosedSlice;
import io.sidestat.collector.aggregate.OpenInterval;
import io.sidestat.collector.aggregate.Slice;
import io.sidestat.collector.cli.live.LiveStretch;
import io.sidestat.collector.model.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands over what the open interval holds: at its end, at a stop, and in between as often as
 * checkpoints are wanted; and every second what its watched series hold, if there are any. All on
 * the owner thread, but {@link #ledger} and {@link #longestCloseMicros}, which any may ask, and
 * {@link #checkpointEvery}.
 */
final class SliceCutter {
  private static final Logger log = LoggerFactory.getLogger(SliceCutter.class);

  private static final long MILLI = 1_000;

  private final OpenInterval openInterval;
  private final IntervalPacker packer;
  private final IntervalWriter writer;
  private final InstantSource clock;
  private volatile long checkpointNanos;
  private boolean ended;
  private long lastSliceNanos = System.nanoTime();
  private long lastCutNanos = lastSliceNanos;
  private Instant lastCut;

  /** Of the slices so far. */
  private volatile Ledger ledger = Ledger.EMPTY;

  private volatile long longestCloseNanos;

  SliceCutter(
      OpenInterval openInterval,
      IntervalPacker packer,
      IntervalWriter writer,
      Duration checkpoint,
      InstantSource clock) {
    this.openInterval = openInterval;
    this.packer = packer;
    this.writer = writer;
    this.clock = clock;
    this.lastCut = clock.instant();
    checkpointEvery(checkpoint);
  }

  /** How often there is to be a checkpoint; zero for never. */
  void checkpointEvery(Duration checkpoint) {
    checkpointNanos = checkpoint.toNanos();
  }

  /**
   * What was just read came in now, and the next tick may be some milliseconds late: so an interval
   * that is over ends before it is parsed.
   */
  void beforeParsing() {
    if (!ended && openInterval.isOver(clock.millis())) {
      try {
        cutIfDue(clock.instant());
      } catch (RuntimeException e) {
        // What was read must be parsed all the same; the next tick tries again, and says so.
        log.debug("closing an interval failed", e);
      }
    }
  }

  /** Hands over what is due to be. */
  void cutIfDue(Instant now) {
    long started = System.nanoTime();
    ClosedSlice slice = openInterval.closeIfOver(now);
    if (slice == null && checkpointDue(started)) {
      slice = openInterval.cut();
    }
    if (slice != null) {
      handOver(slice, now, started);
    } else if (secondOver(now) && openInterval.watched() && packer.hasRoom()) {
      submit(openInterval.cutWatched(), now, started);
    } else {
      return;
    }
    longestCloseNanos = Math.max(longestCloseNanos, System.nanoTime() - started);
  }

  private boolean secondOver(Instant now) {
    return now.getEpochSecond() != lastCut.getEpochSecond();
  }

  /** While what was handed over before is not on the disk yet, nothing more is gained. */
  private boolean checkpointDue(long nowNanos) {
    return checkpointNanos > 0
        && nowNanos - lastSliceNanos >= checkpointNanos
        && packer.idle()
        && writer.idle();
  }

  /** Closes the interval, over or not: the last. */
  void end() {
    ended = true;
    Instant now = clock.instant();
    handOver(openInterval.close(now), now, System.nanoTime());
  }

  boolean ended() {
    return ended;
  }

  private void handOver(ClosedSlice slice, Instant now, long nowNanos) {
    ledger = ledger.plus(slice.ledger());
    lastSliceNanos = nowNanos;
    submit(slice, now, nowNanos);
  }

  private void submit(Slice slice, Instant now, long nowNanos) {
    packer.submit(new Cut(slice, new LiveStretch(lastCut, now, lastCutNanos)));
    lastCut = now;
    lastCutNanos = nowNanos;
  }

  /** Milliseconds until the open interval is over, or the second. */
  long millisLeft(Instant now) {
    return Math.min(openInterval.millisLeft(now), MILLI - Math.floorMod(now.toEpochMilli(), MILLI));
  }

  /** What became of the samples handed over so far. */
  Ledger ledger() {
    return ledger;
  }

  /** The longest that a slice kept the owner thread from reading. */
  long longestCloseMicros() {
    return TimeUnit.NANOSECONDS.toMicros(longestCloseNanos);
  }
}
