package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.StatisticSet;
import org.jspecify.annotations.Nullable;

/** A counter's increments in one interval. */
final class CounterAccumulator extends RateTable<Totals> implements Accumulator {
  @Override
  Totals newStore(double rate) {
    return new Totals(rate);
  }

  /** Adds an increment; false if the series has too many sample rates. */
  boolean add(double value, double rate) {
    Totals totals = at(rate);
    if (totals == null) {
      return false;
    }
    totals.count(value);
    return true;
  }

  @Override
  public long samples() {
    return stores().stream().mapToLong(Totals::samples).sum();
  }

  @Override
  public CounterTotal toValue() {
    StatisticSet all = null;
    for (Totals totals : stores()) {
      all = merged(all, totals.weighed());
    }
    if (all == null) {
      throw new IllegalStateException("a counter without increments was closed");
    }
    return new CounterTotal(all);
  }

  static StatisticSet merged(@Nullable StatisticSet left, StatisticSet right) {
    return left == null ? right : left.merge(right);
  }
}
