package io.sidestat.client;

import io.sidestat.client.Lane.Outcome;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * All lanes of a client. Ordered series share the first one, so gauge lines leave in the order of
 * the calls, over all threads; the others are spread by thread, and go to the next lane when one is
 * busy. A packing timer can have a lane to itself. Thread-safe.
 */
final class Lanes {

  /** Lanes that threads share; a power of two. */
  static final int SHARED = 4;

  /** Lanes of packing timers, at most, and never so many that they could hold half the buffers. */
  private static final int OWN_MAX = 64;

  private final Outbox outbox;
  private final Lane[] shared = new Lane[SHARED];
  private final CopyOnWriteArrayList<Lane> all = new CopyOnWriteArrayList<>();
  private final int lanesMax;
  private boolean sealed;

  Lanes(Outbox outbox, int buffersMax) {
    this.outbox = outbox;
    lanesMax = SHARED + Math.max(0, Math.min(OWN_MAX, buffersMax / 2 - SHARED));
    for (int lane = 0; lane < SHARED; lane++) {
      shared[lane] = new Lane(outbox);
      all.add(shared[lane]);
    }
  }

  /** A lane for one instrument, or null if there are so many already. */
  synchronized @Nullable Lane own() {
    if (all.size() >= lanesMax || sealed) {
      return null;
    }
    Lane lane = new Lane(outbox);
    all.add(lane);
    return lane;
  }

  /** Appends to the lane that the series and the thread say, or to another that is not busy. */
  Outcome append(
      Series series, int lineBytes, byte @Nullable [] text, long unscaled, int decimals) {
    Lane own = series.lane();
    if (own != null) {
      Outcome outcome = append(own, series, lineBytes, text, unscaled, decimals);
      if (outcome != Outcome.BUSY) {
        return outcome;
      }
    }
    int at = homeOf(series);
    int attempts = 0;
    Outcome outcome = append(shared[at], series, lineBytes, text, unscaled, decimals);
    while (outcome == Outcome.BUSY) {
      if (!series.isOrdered()) {
        at = (at + 1) % SHARED;
      }
      if (++attempts % SHARED == 0) {
        SpinLock.giveWay();
      }
      outcome = append(shared[at], series, lineBytes, text, unscaled, decimals);
    }
    return outcome;
  }

  /** Waits for the outbox with no lock held. */
  private static Outcome append(
      Lane lane,
      Series series,
      int lineBytes,
      byte @Nullable [] text,
      long unscaled,
      int decimals) {
    Outcome outcome = lane.append(series, lineBytes, text, unscaled, decimals);
    while (outcome == Outcome.AGAIN) {
      SpinLock.giveWay();
      outcome = lane.append(series, lineBytes, text, unscaled, decimals);
    }
    return outcome;
  }

  /** Gives up a datagram being filled; the samples lost, 0 if there is none. */
  int discard(Series series) {
    Lane own = series.lane();
    return own == null ? shared[homeOf(series)].discard() : own.discard();
  }

  private static int homeOf(Series series) {
    return series.isOrdered() ? 0 : (int) Thread.currentThread().getId() & (SHARED - 1);
  }

  /** The samples that all lanes ever took. */
  long samplesTaken() {
    long samples = 0;
    for (Lane lane : all) {
      samples += lane.samplesTaken();
    }
    return samples;
  }

  /**
   * Hands datagrams that have lingered to the outbox.
   *
   * @return 0 if there was one; else the time until there will be, {@link Long#MAX_VALUE} without
   *     any
   */
  long flushLingered(long lingerNanos) {
    long now = System.nanoTime();
    long waitNanos = Long.MAX_VALUE;
    for (Lane lane : all) {
      long sinceNanos = lane.openSinceNanos();
      if (sinceNanos == Lane.NOT_OPEN) {
        continue;
      }
      long leftNanos = lingerNanos - (now - sinceNanos);
      if (leftNanos <= 0) {
        lane.flush();
      }
      waitNanos = Math.min(waitNanos, Math.max(0, leftNanos));
    }
    return waitNanos;
  }

  /** Whether no datagram is being filled. */
  boolean areEmpty() {
    return all.stream().allMatch(lane -> lane.openSinceNanos() == Lane.NOT_OPEN);
  }

  /** Hands all to the outbox and takes no line from then on. */
  synchronized void seal() {
    sealed = true;
    all.forEach(Lane::seal);
  }
}
