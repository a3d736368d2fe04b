package io.sidestat.client;

import java.math.BigDecimal;

/**
 * Plain decimal numbers in ASCII: no exponent, no grouping, no sign but a minus, no trailing zero
 * after the point. Stateless.
 *
 * <p>A number is an unscaled {@code long} and the count of its digits that stand after the point:
 * 12345 with 3 decimals is {@code 12.345}.
 */
final class Decimal {

  /** The most digits after the point that {@link #fits} tries. */
  static final int DECIMALS_MAX = 6;

  private static final double SCALE_MAX = 1e6;

  /** Any decimal number of up to 15 digits is the shortest name of the double nearest to it. */
  private static final double UNSCALED_LIMIT = 1e15;

  /** Numbers of that size and more are not {@link #rounded}. */
  static final double ROUNDED_LIMIT = 1e9;

  /** By exponent. */
  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int exponent = 1; exponent < POWERS.length; exponent++) {
      POWERS[exponent] = POWERS[exponent - 1] * 10;
    }
  }

  private Decimal() {}

  /** Whether a double is exactly named by {@link #unscaled} with {@link #DECIMALS_MAX} decimals. */
  static boolean fits(double value) {
    double scaled = Math.rint(value * SCALE_MAX);
    return Math.abs(scaled) < UNSCALED_LIMIT && scaled / SCALE_MAX == value;
  }

  /** A double that {@link #fits}, in units of the last decimal. */
  static long unscaled(double value) {
    return (long) Math.rint(value * SCALE_MAX);
  }

  /**
   * With how many decimals a number of 0 or more, below {@link #ROUNDED_LIMIT}, has at least nine
   * significant digits; those below a millionth have fewer.
   */
  static int decimalsOfRounded(double value) {
    if (value >= 1e6) {
      return DECIMALS_MAX;
    }
    if (value >= 1) {
      return 9;
    }
    return value >= 1e-3 ? 12 : 15;
  }

  /** The number in units of its last decimal. */
  static long rounded(double value, int decimals) {
    switch (decimals) {
      case DECIMALS_MAX:
        return (long) Math.rint(value * SCALE_MAX);
      case 9:
        return (long) Math.rint(value * 1e9);
      case 12:
        return (long) Math.rint(value * 1e12);
      default:
        return (long) Math.rint(value * 1e15);
    }
  }

  /** A double of any finite size; for those that do not {@link #fits fit}, and for cold paths. */
  static String text(double value) {
    // Double.toString names a double uniquely; BigDecimal only moves the point. Negative zero,
    // which
    // would read as a change of a gauge, becomes 0.
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** The bytes that {@link #write} writes. */
  static int bytes(long unscaled, int decimals) {
    int digits = Math.max(digits(negated(unscaled)), decimals + 1);
    return digits + (decimals > 0 ? 1 : 0) + (unscaled < 0 ? 1 : 0);
  }

  /** Writes the number so that it ends before {@code end}. */
  static void write(byte[] to, int end, long unscaled, int decimals) {
    long rest = negated(unscaled);
    int at = end;
    for (int left = decimals; left > 0; left--) {
      long shorter = rest / 10;
      to[--at] = (byte) ('0' - (rest - shorter * 10));
      rest = shorter;
    }
    if (decimals > 0) {
      to[--at] = '.';
    }
    do {
      long shorter = rest / 10;
      to[--at] = (byte) ('0' - (rest - shorter * 10));
      rest = shorter;
    } while (rest != 0);
    if (unscaled < 0) {
      to[--at] = '-';
    }
  }

  /** Minus the magnitude: unlike the magnitude, it exists for every long. */
  private static long negated(long value) {
    return value < 0 ? value : -value;
  }

  private static int digits(long negated) {
    // A number of n bits has n * log10(2) digits, or one more; 1233 / 4096 is a bit less than
    // log10(2).
    int bits = Long.SIZE - Long.numberOfLeadingZeros(-negated);
    int fewer = (bits * 1233) >>> 12;
    return negated == Long.MIN_VALUE || -negated < POWERS[fewer] ? Math.max(1, fewer) : fewer + 1;
  }
}
