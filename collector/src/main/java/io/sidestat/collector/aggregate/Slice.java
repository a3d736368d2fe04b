package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.MetricId;
import java.util.Set;

/**
 * What the owner thread handed over of an interval: still mutable inside, but no longer written. It
 * goes to one cold thread, which alone turns it into values.
 */
public sealed interface Slice permits ClosedSlice, WatchedSlice {

  /** The interval that it is of. */
  Interval interval();

  /** Samples of the ledger that it has, and that are lost with it. */
  long samples();

  /** Which of its series are watched. */
  Set<MetricId> watched();

  /** Turns the state into values: milliseconds for thousands of series, so on a cold thread. */
  Fragment toFragment(String run, long sequence);
}
