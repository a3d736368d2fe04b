package io.sidestat.collector.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What one run of the collector saw of one interval: usually all of it. A restart, or a clock that
 * was set back, gives an interval several fragments, which add up.
 *
 * @param run identifies the run of the collector
 * @param sequence of the fragment within the run, from 0
 * @param series those touched in the interval, each once
 */
public record Fragment(
    String run, long sequence, Interval interval, List<ClosedSeries> series, Ledger ledger) {
  public Fragment {
    series = List.copyOf(series);
  }

  /** With more series, which hold no samples of the ledger. */
  public Fragment with(List<ClosedSeries> more) {
    List<ClosedSeries> all = new ArrayList<>(series);
    all.addAll(more);
    return new Fragment(run, sequence, interval, all, ledger);
  }
}
