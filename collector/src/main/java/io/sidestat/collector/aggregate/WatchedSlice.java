package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.MetricId;
import java.util.List;
import java.util.Set;

/**
 * What the watched series of an interval got since they were last handed over. The next {@link
 * ClosedSlice} has its samples in the ledger, and no longer in those series: whoever takes slices
 * must add the two up.
 */
public final class WatchedSlice implements Slice {
  private final Interval interval;
  private final List<Swapped> swapped;
  private final boolean complete;

  WatchedSlice(Interval interval, List<Swapped> swapped, boolean complete) {
    this.interval = interval;
    this.swapped = swapped;
    this.complete = complete;
  }

  /** Whether all series that are wanted are watched. */
  public boolean complete() {
    return complete;
  }

  @Override
  public Interval interval() {
    return interval;
  }

  /** None: they are told with the slice that has them in its ledger. */
  @Override
  public long samples() {
    return 0;
  }

  @Override
  public Set<MetricId> watched() {
    return Swapped.watched(swapped);
  }

  /** A fragment with an empty ledger. */
  @Override
  public Fragment toFragment(String run, long sequence) {
    return new Fragment(run, sequence, interval, Swapped.values(swapped), Ledger.EMPTY);
  }
}
