package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.StatisticSet;

/**
 * Count, sum, smallest and largest of the samples that came at one sample rate. The count stays
 * whole and is divided by the rate only at the close, so the weight carries no remainder from
 * sample to sample. Not thread-safe.
 */
sealed class Totals extends ExactSum permits SampleCounts {
  private final double rate;
  private long count;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  Totals(double rate) {
    this.rate = rate;
  }

  final double rate() {
    return rate;
  }

  final long samples() {
    return count;
  }

  final void count(double value) {
    count++;
    addExactly(value);
    if (value < min) {
      min = value;
    }
    if (value > max) {
      max = value;
    }
  }

  /** The weighed figures; only after at least one sample. */
  final StatisticSet weighed() {
    return new StatisticSet(count / rate, exactSum() / rate, min, max);
  }
}
