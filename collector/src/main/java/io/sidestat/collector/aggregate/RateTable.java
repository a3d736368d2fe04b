package io.sidestat.collector.aggregate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One store of samples for each sample rate that a series was sent at: nearly always one, which is
 * found without a search. Samples of different rates weigh differently, so they are kept apart
 * until the close. Not thread-safe.
 *
 * @param <T> the store
 */
abstract sealed class RateTable<T> permits TimerAccumulator, CounterAccumulator {
  /** Most sample rates kept apart for one series in one interval. */
  static final int RATES_MAX = 16;

  private double firstRate;
  private @Nullable T first;

  /** Those of further rates; null while there are none. */
  private @Nullable List<Rated<T>> others;

  private record Rated<T>(double rate, T store) {}

  abstract T newStore(double rate);

  /** The store of that rate, made if need be; null if there are {@link #RATES_MAX} others. */
  final @Nullable T at(double rate) {
    T store = first;
    return store != null && firstRate == rate ? store : atOther(rate);
  }

  private @Nullable T atOther(double rate) {
    if (first == null) {
      firstRate = rate;
      first = newStore(rate);
      return first;
    }
    if (others == null) {
      others = new ArrayList<>();
    }
    for (Rated<T> other : others) {
      if (other.rate() == rate) {
        return other.store();
      }
    }
    if (others.size() + 1 == RATES_MAX) {
      return null;
    }
    T store = newStore(rate);
    others.add(new Rated<>(rate, store));
    return store;
  }

  /** All stores, in the order in which their rates first came. */
  final List<T> stores() {
    List<T> stores = new ArrayList<>();
    if (first != null) {
      stores.add(first);
    }
    if (others != null) {
      others.forEach(other -> stores.add(other.store()));
    }
    return stores;
  }
}
