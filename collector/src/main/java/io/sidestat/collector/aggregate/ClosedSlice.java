package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.model.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What an interval held since its last slice, swapped out by the owner thread: still mutable
 * inside, but no longer written. The owner hands it to one cold thread, which alone turns it into
 * values.
 */
public final class ClosedSlice {
  private final Interval interval;
  private final boolean last;
  private final List<Swapped> swapped;
  private final Ledger ledger;
  private final SeriesCensus census;
  private final Map<RejectReason, String> rejectedExamples;
  private final MendedNames mendedNames;

  record Swapped(MetricId id, Resolution resolution, Accumulator accumulator) {}

  ClosedSlice(
      Interval interval,
      boolean last,
      List<Swapped> swapped,
      Ledger ledger,
      SeriesCensus census,
      Map<RejectReason, String> rejectedExamples,
      MendedNames mendedNames) {
    this.interval = interval;
    this.last = last;
    this.swapped = swapped;
    this.ledger = ledger;
    this.census = census;
    this.rejectedExamples = rejectedExamples;
    this.mendedNames = mendedNames;
  }

  public Interval interval() {
    return interval;
  }

  /** Whether the interval ends with it. */
  public boolean last() {
    return last;
  }

  public Ledger ledger() {
    return ledger;
  }

  /** The series at the close: for {@link Offenders}. */
  public SeriesCensus census() {
    return census;
  }

  /** For each reason, the start of a line that was rejected for it: untrusted, not escaped. */
  public Map<RejectReason, String> rejectedExamples() {
    return rejectedExamples;
  }

  /** New names that CloudWatch would refuse, and that were mended. */
  public MendedNames mendedNames() {
    return mendedNames;
  }

  /** Turns the state into values: milliseconds for thousands of series, so on a cold thread. */
  public Fragment toFragment(String run, long sequence) {
    List<ClosedSeries> series = new ArrayList<>(swapped.size());
    for (Swapped one : swapped) {
      Accumulator closed = one.accumulator();
      series.add(new ClosedSeries(one.id(), one.resolution(), closed.toValue(), closed.samples()));
    }
    return new Fragment(run, sequence, interval, series, ledger);
  }
}
