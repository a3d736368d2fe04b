package io.sidestat.collector.aggregate;

import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.IntCountsHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Counts magnitudes on a {@link Grid}: one HdrHistogram for each window that a value fell into,
 * nearly always one. Each grows with its largest value; at 2 digits a timer of up to 10 s takes 14
 * KB. Not thread-safe.
 */
final class MagnitudeStore {
  private final Grid grid;
  private final @Nullable IntCountsHistogram[] windows =
      new @Nullable IntCountsHistogram[Grid.WINDOWS];

  MagnitudeStore(Grid grid) {
    this.grid = grid;
  }

  /** Counts one magnitude from {@link Grid#ZERO_BELOW} to 2^360. */
  void record(double magnitude) {
    int window = Grid.windowOf(magnitude);
    IntCountsHistogram histogram = windows[window];
    if (histogram == null) {
      histogram = newHistogram();
      windows[window] = histogram;
    }
    histogram.recordValue((long) (magnitude * grid.scale(window)));
  }

  private IntCountsHistogram newHistogram() {
    IntCountsHistogram histogram = new IntCountsHistogram(grid.digits());
    histogram.setAutoResize(true);
    return histogram;
  }

  /** Visits the cells that hold samples, ascending. */
  void forEach(CellVisitor visitor) {
    for (int window = 0; window < Grid.WINDOWS; window++) {
      IntCountsHistogram histogram = windows[window];
      if (histogram != null) {
        for (HistogramIterationValue cell : histogram.recordedValues()) {
          long low = histogram.lowestEquivalentValue(cell.getValueIteratedTo());
          long next = histogram.nextNonEquivalentValue(low);
          double middle = (low + next) / 2.0 / grid.scale(window);
          visitor.visit(middle, cell.getCountAtValueIteratedTo());
        }
      }
    }
  }

  /** Takes a cell. */
  interface CellVisitor {
    /** The value in the cell's middle and how many samples the cell holds. */
    void visit(double middle, long count);
  }
}
