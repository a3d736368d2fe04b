package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Interval;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Knows which interval is open and closes it when the wall clock has left it, forwards or, when the
 * clock was set back, backwards. For the owner thread.
 */
public final class OpenInterval {
  private final Aggregator aggregator;
  private final Duration length;
  private Interval interval;

  /** Opens the interval in which the instant lies. */
  public OpenInterval(Aggregator aggregator, Duration length, Instant now) {
    this.aggregator = aggregator;
    this.length = length;
    this.interval = Interval.containing(now, length);
  }

  /** Closes the interval if it is over, and opens the one of now; null if it is not over. */
  public @Nullable ClosedSlice closeIfOver(Instant now) {
    return interval.contains(now) ? null : close(now);
  }

  /** Hands over what the interval has so far; it goes on. */
  public ClosedSlice cut() {
    return aggregator.cut(interval);
  }

  /** Whether somebody looks at series by the second. */
  public boolean watched() {
    return aggregator.watched().active();
  }

  /** Hands over what its watched series have so far; it goes on. */
  public WatchedSlice cutWatched() {
    WatchedSeries watched = aggregator.watched();
    return new WatchedSlice(interval, watched.swap(), watched.leftOut() == 0);
  }

  /** Closes the interval, over or not, and opens the one of now. */
  public ClosedSlice close(Instant now) {
    ClosedSlice slice = aggregator.close(interval);
    interval = Interval.containing(now, length);
    return slice;
  }

  /** Whether that moment is of another interval than the open one. */
  public boolean isOver(long nowEpochMillis) {
    return nowEpochMillis < interval.startEpochMillis()
        || nowEpochMillis >= interval.endEpochMillis();
  }

  /** Milliseconds until the open interval is over; 0 if it is. */
  public long millisLeft(Instant now) {
    return interval.contains(now) ? interval.endEpochMillis() - now.toEpochMilli() : 0;
  }
}
