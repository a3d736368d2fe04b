package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.StatisticSet;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A timer's samples in one interval: exact totals and a histogram, for each sample rate. */
final class TimerAccumulator implements Accumulator {
  private final RateTable<Store> byRate;

  TimerAccumulator(Grid grid) {
    this.byRate = new RateTable<>(rate -> new Store(grid, rate));
  }

  /** Adds a sample; false if the series has too many sample rates. */
  boolean add(double value, double rate) {
    Store store = byRate.at(rate);
    if (store == null) {
      return false;
    }
    store.add(value);
    return true;
  }

  @Override
  public Distribution toValue() {
    StatisticSet all = null;
    TreeMap<Double, Double> counts = new TreeMap<>();
    for (Store store : byRate.stores()) {
      all = CounterAccumulator.merged(all, store.totals.weighed());
      store.addTo(counts);
    }
    if (all == null) {
      throw new IllegalStateException("a timer without samples was closed");
    }
    return new Distribution(all, unboxed(counts.keySet()), unboxed(counts.values()));
  }

  private static double[] unboxed(Collection<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The samples of one rate: those above zero, those below, and those that count as zero. */
  private static final class Store {
    private final Grid grid;
    private final Totals totals;
    private final MagnitudeStore positive;
    private @Nullable MagnitudeStore negative;
    private long zeros;

    Store(Grid grid, double rate) {
      this.grid = grid;
      this.totals = new Totals(rate);
      this.positive = new MagnitudeStore(grid);
    }

    void add(double value) {
      totals.add(value);
      if (value >= Grid.ZERO_BELOW) {
        positive.record(value);
      } else if (value > -Grid.ZERO_BELOW) {
        zeros++;
      } else {
        addNegative(-value);
      }
    }

    private void addNegative(double magnitude) {
      if (negative == null) {
        negative = new MagnitudeStore(grid);
      }
      negative.record(magnitude);
    }

    void addTo(Map<Double, Double> counts) {
      positive.forEach((middle, count) -> add(counts, middle, count));
      if (zeros > 0) {
        add(counts, 0.0, zeros);
      }
      if (negative != null) {
        negative.forEach((middle, count) -> add(counts, -middle, count));
      }
    }

    private void add(Map<Double, Double> counts, double value, long count) {
      counts.merge(value, count / totals.rate(), Double::sum);
    }
  }
}
