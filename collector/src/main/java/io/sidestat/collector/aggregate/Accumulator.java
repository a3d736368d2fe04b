package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.SeriesValue;

/**
 * What a series gathered in one interval. Filled by the owner thread; at the close it changes hands
 * once and for all, and the cold thread turns it into a value.
 */
sealed interface Accumulator
    permits TimerAccumulator, CounterAccumulator, GaugeAccumulator, SetAccumulator {

  /** Samples recorded, unweighed. */
  long samples();

  /** The immutable value. Costs time: not for the owner thread. */
  SeriesValue toValue();
}
