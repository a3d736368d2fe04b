package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.RejectReason;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an interval held since its last slice, and what became of all samples in that time. */
public final class ClosedSlice implements Slice {
  private final Interval interval;
  private final boolean last;
  private final List<Swapped> swapped;
  private final Ledger ledger;
  private final SeriesCensus census;
  private final Map<RejectReason, String> rejectedExamples;
  private final MendedNames mendedNames;

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

  @Override
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

  @Override
  public Fragment toFragment(String run, long sequence) {
    return new Fragment(run, sequence, interval, Swapped.values(swapped), ledger);
  }

  @Override
  public long samples() {
    return ledger.recorded();
  }

  @Override
  public Set<MetricId> watched() {
    return Swapped.watched(swapped);
  }
}
