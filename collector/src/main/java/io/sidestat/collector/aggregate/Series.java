package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.model.Resolution;
import org.jspecify.annotations.Nullable;

/**
 * One live series: its identity and what it gathered since the interval began. Belongs to the owner
 * thread.
 */
abstract sealed class Series permits TimerSeries, CounterSeries, GaugeSeries, SetSeries {
  /** The interval, counted from the start of the run, in which the series last got a sample. */
  long lastTouched = -1;

  /** The slice, likewise. */
  long lastSlice = -1;

  /** Whether {@link WatchedSeries} has it. */
  boolean watched;

  private final MetricId id;
  private Resolution resolution;

  Series(MetricId id, Resolution resolution) {
    this.id = id;
    this.resolution = resolution;
  }

  static Series of(MetricId id, Resolution resolution, Grid grid) {
    return switch (id.type()) {
      case TIMER -> new TimerSeries(id, resolution, grid);
      case COUNTER -> new CounterSeries(id, resolution);
      case GAUGE -> new GaugeSeries(id, resolution);
      case SET -> new SetSeries(id, resolution);
    };
  }

  MetricId id() {
    return id;
  }

  Resolution resolution() {
    return resolution;
  }

  /** Under another spelling the series is asked for so finely. */
  void refine(Resolution asked) {
    resolution = resolution.finer(asked);
  }

  /** Records the sample; answers why not, or null if it did. */
  abstract @Nullable RejectReason record(RawSample sample);

  /**
   * Hands over what was gathered and starts afresh: a swap of references, whatever the amount. Null
   * if every sample of the interval was rejected.
   */
  abstract @Nullable Accumulator swap();

  /** Whether a sample was recorded since the last swap. */
  abstract boolean hasSamples();
}

/** A timer, histogram or distribution. */
final class TimerSeries extends Series {
  private final Grid grid;
  private @Nullable TimerAccumulator open;

  TimerSeries(MetricId id, Resolution resolution, Grid grid) {
    super(id, resolution);
    this.grid = grid;
  }

  @Override
  @Nullable RejectReason record(RawSample sample) {
    TimerAccumulator current = open;
    if (current == null) {
      current = new TimerAccumulator(grid);
      open = current;
    }
    return current.add(sample.value, sample.rate) ? null : RejectReason.TOO_MANY_RATES;
  }

  @Override
  @Nullable Accumulator swap() {
    TimerAccumulator closed = open;
    open = null;
    return closed;
  }

  @Override
  boolean hasSamples() {
    return open != null;
  }
}

/** A counter. */
final class CounterSeries extends Series {
  private @Nullable CounterAccumulator open;

  CounterSeries(MetricId id, Resolution resolution) {
    super(id, resolution);
  }

  @Override
  @Nullable RejectReason record(RawSample sample) {
    CounterAccumulator current = open;
    if (current == null) {
      current = new CounterAccumulator();
      open = current;
    }
    return current.add(sample.value, sample.rate) ? null : RejectReason.TOO_MANY_RATES;
  }

  @Override
  @Nullable Accumulator swap() {
    CounterAccumulator closed = open;
    open = null;
    return closed;
  }

  @Override
  boolean hasSamples() {
    return open != null;
  }
}

/** A gauge: its value outlives the interval, since later steps build on it. */
final class GaugeSeries extends Series {
  private double value;

  /** Since the last swap. */
  private long samples;

  GaugeSeries(MetricId id, Resolution resolution) {
    super(id, resolution);
  }

  @Override
  @Nullable RejectReason record(RawSample sample) {
    double next = sample.delta ? value + sample.value : sample.value;
    if (Math.abs(next) > Datum.MAGNITUDE_MAX) {
      return RejectReason.OUT_OF_RANGE;
    }
    value = next;
    samples++;
    return null;
  }

  @Override
  Accumulator swap() {
    // Steps may have led it nearer to zero than any value is sent.
    GaugeAccumulator closed = new GaugeAccumulator(Grid.zeroIfTiny(value), samples);
    samples = 0;
    return closed;
  }

  @Override
  boolean hasSamples() {
    return samples > 0;
  }
}

/** A set. */
final class SetSeries extends Series {
  private @Nullable SetAccumulator open;

  SetSeries(MetricId id, Resolution resolution) {
    super(id, resolution);
  }

  @Override
  @Nullable RejectReason record(RawSample sample) {
    SetAccumulator current = open;
    if (current == null) {
      current = new SetAccumulator();
      open = current;
    }
    current.add(sample.bytes, sample.memberStart, sample.memberEnd);
    return null;
  }

  @Override
  @Nullable Accumulator swap() {
    SetAccumulator closed = open;
    open = null;
    return closed;
  }

  @Override
  boolean hasSamples() {
    return open != null;
  }
}
