package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.StatisticSet;

/**
 * Count, sum, smallest and largest of the samples that came at one sample rate. The count stays
 * whole and is divided by the rate only at the close, so the weight carries no remainder from
 * sample to sample. Not thread-safe.
 */
final class Totals {
  private final double rate;
  private final ExactSum sum = new ExactSum();
  private long count;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  Totals(double rate) {
    this.rate = rate;
  }

  double rate() {
    return rate;
  }

  void add(double value) {
    count++;
    sum.add(value);
    if (value < min) {
      min = value;
    }
    if (value > max) {
      max = value;
    }
  }

  /** The weighed figures; only after at least one sample. */
  StatisticSet weighed() {
    return new StatisticSet(count / rate, sum.value() / rate, min, max);
  }
}
