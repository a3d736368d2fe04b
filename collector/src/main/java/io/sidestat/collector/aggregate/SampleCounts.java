package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.Grid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a timer that came at one sample rate: exact totals, and how often each value came.
 * Values are kept as they are while there are at most {@link Datum#VALUES_MAX} different ones,
 * since so many can be sent exactly; from the next on they are kept as cells of the {@link Grid}.
 * Not thread-safe.
 */
final class SampleCounts extends Totals {
  private final Grid grid;

  /** Until there are too many different values. */
  private @Nullable DistinctCounts distinct = new DistinctCounts(Datum.VALUES_MAX);

  /** From then on: the samples above zero, those below, and those that count as zero. */
  private final CellCounts positive;

  private @Nullable CellCounts negative;
  private int zeros;

  SampleCounts(Grid grid, double rate) {
    super(rate);
    this.grid = grid;
    this.positive = new CellCounts(grid);
  }

  /** Takes a value and how many samples have it. */
  interface Visitor {
    void visit(double value, int samples);
  }

  void add(double value) {
    count(value);
    if (distinct == null) {
      addToCell(value, 1);
    } else if (!distinct.add(value, 1)) {
      DistinctCounts exact = distinct;
      distinct = null;
      exact.forEach(this::addToCell);
      addToCell(value, 1);
    }
  }

  private void addToCell(double value, int samples) {
    if (value >= Grid.ZERO_BELOW) {
      positive.add(value, samples);
    } else if (value > -Grid.ZERO_BELOW) {
      zeros += samples;
    } else {
      if (negative == null) {
        negative = new CellCounts(grid);
      }
      negative.add(-value, samples);
    }
  }

  /** The samples, each weighed by the rate; only after at least one. */
  Distribution distribution() {
    List<Weighed> weighed = new ArrayList<>();
    Visitor collect = (value, samples) -> weighed.add(new Weighed(value, samples / rate()));
    if (distinct != null) {
      distinct.forEach(collect);
    } else {
      if (negative != null) {
        negative.forEach((value, samples) -> collect.visit(-value, samples));
      }
      if (zeros > 0) {
        collect.visit(0, zeros);
      }
      positive.forEach(collect);
    }
    weighed.sort(Comparator.comparingDouble(Weighed::value));
    return new Distribution(
        weighed(),
        weighed.stream().mapToDouble(Weighed::value).toArray(),
        weighed.stream().mapToDouble(Weighed::count).toArray());
  }

  private record Weighed(double value, double count) {}
}
