package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.GaugeSamples;

/**
 * The value that a gauge had at the end of an interval in which it was set.
 *
 * @param samples that it was set by
 */
record GaugeAccumulator(double value, long samples) implements Accumulator {
  @Override
  public GaugeSamples toValue() {
    return GaugeSamples.of(value);
  }
}
