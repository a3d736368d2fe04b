package io.sidestat.collector.aggregate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One store of samples for each sample rate that a series was sent at: nearly always one. Samples
 * of different rates weigh differently, so they are kept apart until the close. Not thread-safe.
 *
 * @param <T> the store
 */
final class RateTable<T> {
  /** Most sample rates kept apart for one series in one interval. */
  static final int RATES_MAX = 16;

  private final DoubleFunction<T> newStore;
  private final List<T> stores = new ArrayList<>(1);
  private double[] rates = new double[1];

  RateTable(DoubleFunction<T> newStore) {
    this.newStore = newStore;
  }

  /** The store of that rate, made if need be; null if there are {@link #RATES_MAX} others. */
  @Nullable T at(double rate) {
    for (int i = 0; i < stores.size(); i++) {
      if (rates[i] == rate) {
        return stores.get(i);
      }
    }
    return addStore(rate);
  }

  private @Nullable T addStore(double rate) {
    int size = stores.size();
    if (size == RATES_MAX) {
      return null;
    }
    if (size == rates.length) {
      rates = Arrays.copyOf(rates, size * 2);
    }
    rates[size] = rate;
    T store = newStore.apply(rate);
    stores.add(store);
    return store;
  }

  /** All stores, in the order in which their rates first came. */
  List<T> stores() {
    return stores;
  }
}
