package io.sidestat.collector.shape;

import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.MetricId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Adds the dimensions that are learned of the host while the collector runs. They come on when an
 * interval is closed, not when a series is first seen: so a series recorded before they were known
 * does not go on under two identities. A tag of the same name that the app sent wins. Series that
 * fall together by it are merged.
 *
 * <p>An interval closed before they are known goes without them, and is counted. {@link #addTo} is
 * for the cold thread; {@link #intervalsWithout} for any.
 */
public final class HostDimensions {
  /** For a collector that asks for none. */
  public static final HostDimensions NONE = new HostDimensions(0, List::of);

  private final int asked;
  private final Supplier<List<Dimension>> known;
  private final AtomicLong intervalsWithout = new AtomicLong();

  /**
   * Of a host.
   *
   * @param asked how many there are once all are known
   * @param known those known so far
   */
  public HostDimensions(int asked, Supplier<List<Dimension>> known) {
    this.asked = asked;
    this.known = known;
  }

  /** Intervals with series that went without one or more of them. */
  public long intervalsWithout() {
    return intervalsWithout.get();
  }

  /** The fragment with the dimensions on every series. */
  public Fragment addTo(Fragment fragment) {
    List<Dimension> added = known.get();
    if (added.size() < asked && !fragment.series().isEmpty()) {
      intervalsWithout.incrementAndGet();
    }
    if (added.isEmpty()) {
      return fragment;
    }
    Map<MetricId, ClosedSeries> series = new LinkedHashMap<>();
    for (ClosedSeries closed : fragment.series()) {
      MetricId id = closed.id().withDimensions(joined(closed.id(), added));
      series.merge(id, closed.as(id, closed.samples()), ClosedSeries::merge);
    }
    return new Fragment(
        fragment.run(),
        fragment.sequence(),
        fragment.interval(),
        new ArrayList<>(series.values()),
        fragment.ledger());
  }

  private static List<Dimension> joined(MetricId id, List<Dimension> added) {
    List<Dimension> joined = new ArrayList<>(id.dimensions());
    for (Dimension dimension : added) {
      // The shaper left room; whoever did not shape must not make CloudWatch refuse a request.
      if (joined.size() < Dimension.PER_METRIC_MAX && id.dimension(dimension.name()).isEmpty()) {
        String value = new NameMending().dimensionValue(dimension.value());
        joined.add(new Dimension(dimension.name(), value));
      }
    }
    return joined;
  }
}
