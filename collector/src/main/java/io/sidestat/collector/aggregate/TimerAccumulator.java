package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.Grid;

/**
 * A timer's samples in one interval: exact totals and how often each value came, by sample rate.
 */
final class TimerAccumulator extends RateTable<SampleCounts> implements Accumulator {
  private final Grid grid;

  TimerAccumulator(Grid grid) {
    this.grid = grid;
  }

  @Override
  SampleCounts newStore(double rate) {
    return new SampleCounts(grid, rate);
  }

  /** Adds a sample; false if the series has too many sample rates. */
  boolean add(double value, double rate) {
    SampleCounts samples = at(rate);
    if (samples == null) {
      return false;
    }
    samples.add(value);
    return true;
  }

  @Override
  public long samples() {
    return stores().stream().mapToLong(SampleCounts::samples).sum();
  }

  @Override
  public Distribution toValue() {
    Distribution all =
        stores().stream()
            .map(SampleCounts::distribution)
            .reduce(Distribution::merge)
            .orElseThrow(() -> new IllegalStateException("a timer without samples was closed"));
    return grid.fit(all, Datum.VALUES_MAX);
  }
}
