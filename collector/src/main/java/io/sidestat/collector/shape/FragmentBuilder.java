package io.sidestat.collector.shape;

import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.MetricId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of a fragment together, in the order in which they came in: what comes out is what
 * the fragment would be had it never been cut. Not thread-safe.
 */
public final class FragmentBuilder {
  private final Grid grid;
  private @Nullable Fragment first;
  private final Map<MetricId, ClosedSeries> series = new LinkedHashMap<>();
  private Ledger ledger = Ledger.EMPTY;

  /** A builder that puts distributions of more values than a datum takes on that grid. */
  public FragmentBuilder(Grid grid) {
    this.grid = grid;
  }

  /** Adds a part. */
  public void add(Fragment part) {
    if (first == null) {
      first = part;
    }
    for (ClosedSeries one : part.series()) {
      series.merge(one.id(), one, this::joined);
    }
    ledger = ledger.plus(part.ledger());
  }

  private ClosedSeries joined(ClosedSeries earlier, ClosedSeries later) {
    ClosedSeries both = earlier.followedBy(later);
    return both.value() instanceof Distribution distribution
        ? new ClosedSeries(
            both.id(), both.resolution(), grid.fit(distribution, Datum.VALUES_MAX), both.samples())
        : both;
  }

  /** Whether the part is of another fragment than those added. */
  public boolean isOfAnother(Fragment part) {
    return first != null
        && !(first.run().equals(part.run()) && first.sequence() == part.sequence());
  }

  /** The interval of the parts added; null if there are none. */
  public @Nullable Interval interval() {
    return first == null ? null : first.interval();
  }

  /** The fragment, and starts over; null if nothing was added. */
  public @Nullable Fragment take() {
    Fragment begun = first;
    if (begun == null) {
      return null;
    }
    Fragment whole =
        new Fragment(
            begun.run(), begun.sequence(), begun.interval(), List.copyOf(series.values()), ledger);
    first = null;
    series.clear();
    ledger = Ledger.EMPTY;
    return whole;
  }
}
