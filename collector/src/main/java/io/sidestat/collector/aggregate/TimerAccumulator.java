package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.Grid;

/**
 * A timer's samples in one interval: exact totals and how often each value came, by sample rate.
 */
final class TimerAccumulator implements Accumulator {
  private final Grid grid;
  private final RateTable<SampleCounts> byRate;

  TimerAccumulator(Grid grid) {
    this.grid = grid;
    this.byRate = new RateTable<>(rate -> new SampleCounts(grid, rate));
  }

  /** Adds a sample; false if the series has too many sample rates. */
  boolean add(double value, double rate) {
    SampleCounts samples = byRate.at(rate);
    if (samples == null) {
      return false;
    }
    samples.add(value);
    return true;
  }

  @Override
  public Distribution toValue() {
    Distribution all =
        byRate.stores().stream()
            .map(SampleCounts::weighed)
            .reduce(Distribution::merge)
            .orElseThrow(() -> new IllegalStateException("a timer without samples was closed"));
    return grid.fit(all, Datum.VALUES_MAX);
  }
}
