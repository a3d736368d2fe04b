package io.sidestat.collector.shape;

/**
 * Brings a value from the unit it was sent in to the one it is published in. A division stays one,
 * since 12345 / 1000 is the double nearest to 12.345 and 12345 * 0.001 is not.
 *
 * @param factor finite, above 0
 * @param divisor finite, above 0
 */
public record Scale(double factor, double divisor) {
  /** Changes nothing. */
  public static final Scale NONE = new Scale(1, 1);

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if a number is not above 0 and finite
   */
  public Scale {
    if (!(factor > 0 && divisor > 0) || Double.isInfinite(factor) || Double.isInfinite(divisor)) {
      throw new IllegalArgumentException("not a scale: " + factor + " / " + divisor);
    }
  }

  /** Whether values are other than before. */
  public boolean changes() {
    return factor != divisor;
  }

  /** The value in the other unit. */
  public double apply(double value) {
    return value * factor / divisor;
  }
}
