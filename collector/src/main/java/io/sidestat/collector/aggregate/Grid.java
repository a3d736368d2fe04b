package io.sidestat.collector.aggregate;

/**
 * The one grid of an accuracy: HdrHistogram's cells, laid over all magnitudes.
 *
 * <p>HdrHistogram counts whole numbers over a range that a long can hold. Values of any magnitude
 * from 1e-12 to 2^360 need more, so the range is cut into windows of 2^40, each with a histogram of
 * its own, scaled by a power of two so that the window's lower edge falls where HdrHistogram's
 * cells reach their full resolution. Scaling by a power of two is exact, cells divide powers of two
 * alike, and so the windows' cells form one grid, the same for every series, interval and host.
 *
 * <p>The window in the middle reaches from 2^-14 to 2^26: in milliseconds 61 ns to 18 hours. A
 * timer needs no other.
 *
 * <p>Error: with {@code h} cells to a power of two a cell is at most 1/h of its lower edge wide and
 * its value stands in its middle, so a sample is off by at most 1/(2h) of itself: 3.1 %, 0.39 % and
 * 0.049 % for 1, 2 and 3 digits. Source of the layout: HdrHistogram 2.2.2, AbstractHistogram.
 */
final class Grid {
  /** Magnitudes below this count as zero. */
  static final double ZERO_BELOW = 1e-12;

  /** Windows on each side of zero, from the one that holds 1e-12 to the one that holds 2^360. */
  static final int WINDOWS = 11;

  /** The window from 2^-14 to 2^26. */
  static final int MIDDLE_WINDOW = 1;

  private static final int WINDOW_OCTAVES = 40;
  private static final int MIDDLE_EXPONENT = -14;

  private final int digits;
  private final double[] scales = new double[WINDOWS];

  private Grid(int digits, int cellsPerOctaveLog2) {
    this.digits = digits;
    for (int window = 0; window < WINDOWS; window++) {
      int lowerExponent = MIDDLE_EXPONENT + (window - MIDDLE_WINDOW) * WINDOW_OCTAVES;
      scales[window] = Math.scalb(1.0, cellsPerOctaveLog2 - lowerExponent);
    }
  }

  /**
   * The coarsest grid within that error.
   *
   * @param relativeError of a value, such as 0.005; at least 1/2048
   * @throws IllegalArgumentException if no grid is that fine
   */
  static Grid within(double relativeError) {
    if (relativeError >= 1.0 / 32) {
      return new Grid(1, 4);
    }
    if (relativeError >= 1.0 / 256) {
      return new Grid(2, 7);
    }
    if (relativeError >= 1.0 / 2048) {
      return new Grid(3, 10);
    }
    throw new IllegalArgumentException("no grid is that fine: " + relativeError);
  }

  /** HdrHistogram's number of significant decimal digits. */
  int digits() {
    return digits;
  }

  /** The window that holds a magnitude of at least {@link #ZERO_BELOW}. */
  static int windowOf(double magnitude) {
    return Math.floorDiv(Math.getExponent(magnitude) - MIDDLE_EXPONENT, WINDOW_OCTAVES)
        + MIDDLE_WINDOW;
  }

  /** What a value of the window is multiplied by to become HdrHistogram's whole number. */
  double scale(int window) {
    return scales[window];
  }
}
