package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What one series gathered, swapped out of it. */
record Swapped(MetricId id, Resolution resolution, boolean watched, Accumulator accumulator) {

  /** Adds what the series gathered since the last swap to a slice, if that is anything. */
  static void add(Series series, List<Swapped> slice) {
    Accumulator accumulator = series.swap();
    if (accumulator != null) {
      slice.add(new Swapped(series.id(), series.resolution(), series.watched, accumulator));
    }
  }

  static Set<MetricId> watched(List<Swapped> swapped) {
    return swapped.stream()
        .filter(Swapped::watched)
        .map(Swapped::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  static List<ClosedSeries> values(List<Swapped> swapped) {
    List<ClosedSeries> series = new ArrayList<>(swapped.size());
    for (Swapped one : swapped) {
      Accumulator closed = one.accumulator();
      series.add(new ClosedSeries(one.id(), one.resolution(), closed.toValue(), closed.samples()));
    }
    return series;
  }
}
