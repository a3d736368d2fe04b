package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Grid;
import org.jspecify.annotations.Nullable;

/**
 * Counts magnitudes in the cells of a {@link Grid}: an array for each octave that a value fell
 * into. At 0.5 % an octave takes 296 bytes; latencies that spread over a factor of 1000 take 3 KB.
 * Not thread-safe.
 *
 * <p>A cell holds up to 2^31 - 1 samples: at 30 million samples a second into one cell, more than
 * an interval of 60 s.
 */
final class CellCounts {
  /** What doubleToRawLongBits adds to an exponent. */
  private static final int BIAS = 1023;

  private static final int MANTISSA_BITS = 52;

  private final Grid grid;

  /** Counts by octave, from {@link #firstExponent} on; null where no value fell. */
  private int[] @Nullable [] octaves = new int[0][];

  private int firstExponent;

  CellCounts(Grid grid) {
    this.grid = grid;
  }

  /** Counts samples of one magnitude, from {@link Grid#ZERO_BELOW} to 2^360. */
  void add(double magnitude, int samples) {
    long bits = Double.doubleToRawLongBits(magnitude);
    int octave = (int) (bits >>> MANTISSA_BITS) - BIAS - firstExponent;
    int[] cells = octave >= 0 && octave < octaves.length ? octaves[octave] : null;
    if (cells == null) {
      cells = newOctave(octave + firstExponent);
    }
    cells[grid.cellInOctave(bits)] += samples;
  }

  private int[] newOctave(int exponent) {
    int length = octaves.length;
    int first = length == 0 ? exponent : Math.min(firstExponent, exponent);
    int last = length == 0 ? exponent : Math.max(firstExponent + length - 1, exponent);
    if (first != firstExponent || last - first + 1 != length) {
      int[] @Nullable [] wider = new int[last - first + 1][];
      System.arraycopy(octaves, 0, wider, length == 0 ? 0 : firstExponent - first, length);
      octaves = wider;
      firstExponent = first;
    }
    int[] cells = new int[grid.cellsPerOctave()];
    octaves[exponent - first] = cells;
    return cells;
  }

  /** Visits the cells that hold samples, ascending. */
  void forEach(SampleCounts.Visitor visitor) {
    for (int octave = 0; octave < octaves.length; octave++) {
      int[] cells = octaves[octave];
      for (int cell = 0; cells != null && cell < cells.length; cell++) {
        if (cells[cell] > 0) {
          visitor.visit(grid.value(firstExponent + octave, cell), cells[cell]);
        }
      }
    }
  }
}
