package io.sidestat.collector.cli.api;

import io.sidestat.collector.aggregate.Aggregator;
import io.sidestat.collector.aggregate.SampleTap;
import io.sidestat.collector.listen.ReceiveLoop;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings lines from the aggregator to the tails, and tells it what they want: a task of the owner
 * thread, every {@value #TICK_MILLIS} ms while there is a tail. A new one waits for the next, so
 * that however often tails come and go, the aggregator begins anew at most so often.
 */
final class TailFeed {
  static final long TICK_MILLIS = 250;

  private static final Logger log = LoggerFactory.getLogger(TailFeed.class);

  private final ReceiveLoop loop;
  private final Aggregator aggregator;
  private final InstantSource clock;
  private final Tails tails;

  // Of the owner thread alone.
  private boolean ticking;
  private @Nullable SampleTap tap;

  /** Those that the tap takes lines for, in its order. */
  private List<Tail> tapped = List.of();

  TailFeed(ReceiveLoop loop, Aggregator aggregator, InstantSource clock, Tails tails) {
    this.loop = loop;
    this.aggregator = aggregator;
    this.clock = clock;
    this.tails = tails;
  }

  /** Sees to it that what is wanted is asked for; any thread may call. */
  void wake() {
    loop.schedule(this::start, 0);
  }

  private void start() {
    if (!ticking) {
      tick();
    }
  }

  private void tick() {
    try {
      handOver();
      takeOver(tails.forgetGone());
    } catch (RuntimeException e) {
      // To show samples is no reason to stop receiving them.
      log.error("showing samples failed; goes on", e);
    }
    ticking = !tapped.isEmpty();
    if (ticking) {
      loop.schedule(this::tick, TICK_MILLIS);
    }
  }

  private void handOver() {
    SampleTap current = tap;
    if (current == null) {
      return;
    }
    List<SampleTap.Taken> taken = current.swap();
    for (int i = 0; i < taken.size(); i++) {
      tapped.get(i).add(taken.get(i));
    }
  }

  private void takeOver(List<Tail> wanted) {
    if (wanted.equals(tapped)) {
      return;
    }
    SampleTap next =
        wanted.isEmpty() ? null : new SampleTap(wanted.stream().map(Tail::glob).toList(), clock);
    aggregator.tap(next);
    tap = next;
    tapped = wanted;
    wanted.forEach(Tail::takenOver);
  }
}
