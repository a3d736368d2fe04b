package io.sidestat.collector.shape;

import io.sidestat.collector.config.SentUnit;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Brings a value from the unit it was sent in to the one it is published in. A division stays one,
 * since 12345 / 1000 is the double nearest to 12.345 and 12345 * 0.001 is not.
 *
 * @param factor finite, above 0
 * @param divisor finite, above 0
 */
public record Scale(double factor, double divisor) {
  /** A double holds whole numbers of so many bits, and so powers of ten up to 5^22 * 2^22. */
  private static final int EXACT_BITS_MAX = 53;

  private static final int EXACT_POWER_OF_TEN_MAX = 22;

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

  /** From one unit to another that it converts to. */
  static Scale between(SentUnit from, SentUnit to) {
    long common =
        BigInteger.valueOf(from.size()).gcd(BigInteger.valueOf(to.size())).longValueExact();
    long factor = from.size() / common;
    long divisor = to.size() / common;
    return new Scale(factor, divisor);
  }

  /** By a decimal factor, as a fraction of whole numbers where doubles hold both exactly. */
  static Scale by(BigDecimal factor) {
    BigDecimal plain = factor.stripTrailingZeros();
    boolean exact =
        plain.scale() > 0
            && plain.scale() <= EXACT_POWER_OF_TEN_MAX
            && plain.unscaledValue().bitLength() <= EXACT_BITS_MAX;
    return exact
        ? new Scale(
            plain.unscaledValue().doubleValue(), BigDecimal.TEN.pow(plain.scale()).doubleValue())
        : new Scale(factor.doubleValue(), 1);
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
