package io.sidestat.collector.cli;

import io.sidestat.collector.aggregate.LedgerBook;
import io.sidestat.collector.listen.ListenerStatus;
import io.sidestat.collector.listen.ReceiveLoop;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the owner thread does by the clock: it hands over what is due, and looks at what was lost
 * before it came here. All on that thread, but {@link #samplesLost}, which any may ask.
 */
final class OwnerTick {
  private static final Logger log = LoggerFactory.getLogger(OwnerTick.class);

  /** The clock is looked at this often, so that a step of it is noticed. */
  private static final long TICK_MILLIS_MAX = 1_000;

  private final ReceiveLoop loop;
  private final SliceCutter cutter;
  private final LedgerBook book;
  private final Supplier<List<ListenerStatus>> listeners;
  private final InstantSource clock;
  private final KernelDropLog kernelDrops = new KernelDropLog();
  private final RefusalLog refusals = new RefusalLog();

  /** Samples that clients have numbered and that did not come. */
  private volatile long lostOnTheWay;

  /**
   * A tick that was not begun.
   *
   * @param listeners how they are now; asked from the first tick on
   */
  OwnerTick(
      ReceiveLoop loop,
      SliceCutter cutter,
      LedgerBook book,
      Supplier<List<ListenerStatus>> listeners,
      InstantSource clock) {
    this.loop = loop;
    this.cutter = cutter;
    this.book = book;
    this.listeners = listeners;
    this.clock = clock;
  }

  /** Begins; goes on until the last interval is closed. */
  void begin() {
    loop.schedule(this::tick, 0);
  }

  private void tick() {
    if (cutter.ended()) {
      return;
    }
    long nextMillis = TICK_MILLIS_MAX;
    try {
      Instant now = clock.instant();
      List<ListenerStatus> statuses = listeners.get();
      kernelDrops.report(statuses, now);
      refusals.report(statuses, now);
      lostOnTheWay = book.sequences().samplesLost();
      cutter.cutIfDue(now);
      nextMillis = Math.min(TICK_MILLIS_MAX, cutter.millisLeft(now));
    } catch (RuntimeException e) {
      // Whatever it is, intervals must go on being closed.
      log.error("closing an interval failed; goes on", e);
    } catch (Error e) {
      FatalErrors.end(e);
    }
    loop.schedule(this::tick, nextMillis);
  }

  /**
   * What did not come here: at least one sample for each datagram that the kernel dropped, or what
   * clients that number their samples miss, if that is more.
   */
  long samplesLost() {
    return Math.max(kernelDrops.total(), lostOnTheWay);
  }
}
