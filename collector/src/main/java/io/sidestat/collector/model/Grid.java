package io.sidestat.collector.model;

import java.util.Arrays;

/**
 * The one grid of an accuracy: cells laid over all magnitudes, the same for every series, interval,
 * roll-up and host, so that a merge only ever adds the counts of equal values.
 *
 * <p>Each octave (from a power of two to the next) is cut into the same number of cells of equal
 * ratio: as few as the accuracy allows, since each occupied cell is a value to be sent. A cell's
 * value lies where its error to both ends is within the accuracy; of those numbers it is the one
 * that takes the fewest binary digits, so that it is short on the wire. It maps to its own cell.
 *
 * <p>Formula: over a cell from {@code a} to {@code b = a * r} a value has at best the relative
 * error {@code (r - 1) / (r + 1)}, so a bound of {@code e} needs {@code ln 2 / (2 artanh e)} cells
 * an octave, rounded up: 70 for 0.5 %, where the error is 0.4951 %.
 *
 * <p>Zero, and what is nearer to it than {@link #ZERO_BELOW}, is a cell of its own; negative values
 * mirror the positive ones. Immutable, thread-safe.
 */
public final class Grid {
  /**
   * Magnitudes below this count as zero: the reciprocal of the largest number that CloudWatch
   * takes.
   */
  public static final double ZERO_BELOW = 0x1p-360;

  /** Binary exponents of the smallest and the largest magnitude on the grid. */
  public static final int EXPONENT_MIN = -360;

  public static final int EXPONENT_MAX = 360;

  /** Finest accuracy that the look-up below can serve: no bucket may hold two cells' edges. */
  private static final double RELATIVE_ERROR_MIN = 0.0005;

  private static final int MANTISSA_BITS = 52;
  private static final long MANTISSA_MASK = (1L << MANTISSA_BITS) - 1;

  /** The look-up's buckets: an octave by the first bits of the mantissa. */
  private static final int BUCKET_BITS = 10;

  private static final int BUCKETS = 1 << BUCKET_BITS;

  /** For a value's own rounding, which must not carry it over the bound. */
  private static final double ROUNDING = 1e-12;

  private final int cellsPerOctave;

  /** Lower edges of the cells of the octave from 1 to 2, and 2. */
  private final double[] edges;

  /** The same edges as mantissas, and one that no mantissa reaches. */
  private final long[] edgeMantissas;

  /** The cell in which each bucket begins. */
  private final short[] firstCells = new short[BUCKETS];

  /** Values of the cells of the octave from 1 to 2. */
  private final double[] values;

  private Grid(double relativeError, int cellsPerOctave) {
    this.cellsPerOctave = cellsPerOctave;
    this.edges = new double[cellsPerOctave + 1];
    this.edgeMantissas = new long[cellsPerOctave + 1];
    this.values = new double[cellsPerOctave];
    for (int cell = 0; cell < cellsPerOctave; cell++) {
      // StrictMath, so that every host draws the same lines.
      edges[cell] = StrictMath.pow(2, (double) cell / cellsPerOctave);
      edgeMantissas[cell] = Double.doubleToRawLongBits(edges[cell]) & MANTISSA_MASK;
    }
    edges[cellsPerOctave] = 2;
    edgeMantissas[cellsPerOctave] = Long.MAX_VALUE;
    for (int cell = 0; cell < cellsPerOctave; cell++) {
      double lowest = edges[cell + 1] * (1 - relativeError) * (1 + ROUNDING);
      double highest = edges[cell] * (1 + relativeError) * (1 - ROUNDING);
      values[cell] = shortest(Math.max(lowest, edges[cell]), highest);
    }
    int cell = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      while (edges[cell + 1] <= 1 + (double) bucket / BUCKETS) {
        cell++;
      }
      firstCells[bucket] = (short) cell;
    }
  }

  /**
   * The coarsest grid within that error.
   *
   * @param relativeError of a value to any sample of its cell, such as 0.005; 0.0005 to 0.1
   * @throws IllegalArgumentException if out of range
   */
  public static Grid within(double relativeError) {
    if (!(relativeError >= RELATIVE_ERROR_MIN && relativeError <= 0.1)) {
      throw new IllegalArgumentException("no grid for a relative error of " + relativeError);
    }
    double artanh = 0.5 * StrictMath.log((1 + relativeError) / (1 - relativeError));
    // A little finer than the formula, so that there is a number within the bound at all.
    double cells = StrictMath.log(2) / (2 * artanh) * (1 + 2 * ROUNDING / relativeError);
    return new Grid(relativeError, (int) Math.ceil(cells));
  }

  /** The number in a range of the octave from 1 to 2 that has the fewest binary digits. */
  private static double shortest(double lowest, double highest) {
    for (double unit = 1; ; unit /= 2) {
      double candidate = Math.ceil(lowest / unit) * unit;
      if (candidate <= highest) {
        return candidate;
      }
    }
  }

  /** The number, or zero if it is nearer to it than {@link #ZERO_BELOW}. */
  public static double zeroIfTiny(double number) {
    return Math.abs(number) < ZERO_BELOW ? 0 : number;
  }

  /** Cells from a power of two to the next. */
  public int cellsPerOctave() {
    return cellsPerOctave;
  }

  /**
   * The cell, within its octave, of a positive number.
   *
   * @param bits of the number, as {@link Double#doubleToRawLongBits} has them
   */
  public int cellInOctave(long bits) {
    int cell = firstCells[(int) (bits >>> (MANTISSA_BITS - BUCKET_BITS)) & (BUCKETS - 1)];
    return (bits & MANTISSA_MASK) >= edgeMantissas[cell + 1] ? cell + 1 : cell;
  }

  /** The value of a cell of the octave from {@code 2^exponent} on. */
  public double value(int exponent, int cellInOctave) {
    return Math.scalb(values[cellInOctave], exponent);
  }

  /** The value of the cell that a number lies in; finite and at most 2^360 in magnitude. */
  public double snap(double number) {
    double magnitude = Math.abs(number);
    if (magnitude < ZERO_BELOW) {
      return 0;
    }
    int cell = cellInOctave(Double.doubleToRawLongBits(magnitude));
    return Math.copySign(value(Math.getExponent(magnitude), cell), number);
  }

  /** The end nearest to zero of the cell that a number lies in; 0 for zero. */
  public double inner(double number) {
    return edge(number, 0);
  }

  /** The end farthest from zero of the cell that a number lies in; 0 for zero. */
  public double outer(double number) {
    return edge(number, 1);
  }

  private double edge(double number, int offset) {
    double magnitude = Math.abs(number);
    if (magnitude < ZERO_BELOW) {
      return 0;
    }
    int cell = cellInOctave(Double.doubleToRawLongBits(magnitude));
    return Math.copySign(Math.scalb(edges[cell + offset], Math.getExponent(magnitude)), number);
  }

  /**
   * A distribution that is sent in as few values as its bound needs: as it is while it has few
   * values, each of which is then exact or on the grid; else with all of them on the grid.
   *
   * @param valuesMax how many are few
   */
  public Distribution fit(Distribution distribution, int valuesMax) {
    if (distribution.size() <= valuesMax) {
      return distribution;
    }
    double[] given = distribution.gridValues();
    double[] givenCounts = distribution.counts();
    double[] snapped = new double[given.length];
    double[] counts = new double[given.length];
    int size = 0;
    for (int i = 0; i < given.length; i++) {
      double value = snap(given[i]);
      if (size == 0 || value != snapped[size - 1]) {
        size++;
      }
      snapped[size - 1] = value;
      counts[size - 1] += givenCounts[i];
    }
    return new Distribution(
        distribution.statistics(), Arrays.copyOf(snapped, size), Arrays.copyOf(counts, size));
  }
}
