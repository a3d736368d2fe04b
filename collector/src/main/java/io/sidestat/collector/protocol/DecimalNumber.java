package io.sidestat.collector.protocol;

/**
 * Reads a decimal number, {@code [+-]digits[.digits][e[+-]digits]}, from bytes.
 *
 * <p>Correctly rounded up to 15 significant digits and powers of ten up to 22, as both parts are
 * then exact doubles (Clinger, "How to read floating point numbers accurately", PLDI 1990, fast
 * path). Beyond that a few units in the last place off. Digits past the 18th only scale.
 */
final class DecimalNumber {
  /** Answered for what is no number; no number that is read is NaN. */
  static final double NONE = Double.NaN;

  private static final int EXACT_POWER_MAX = 22;
  private static final int DIGITS_MAX = 18;

  /** More than the digits of any datagram could make up for. */
  private static final int EXPONENT_MAX = 99_999;

  /** The largest power of ten that is a finite double. */
  private static final int FINITE_POWER_MAX = 308;

  private static final double[] POWERS = new double[EXACT_POWER_MAX + 1];

  static {
    double power = 1;
    for (int i = 0; i <= EXACT_POWER_MAX; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private DecimalNumber() {}

  /** The number that fills the stretch wholly, or {@link #NONE}; infinite if out of range. */
  static double parse(byte[] bytes, int start, int end) {
    int i = start;
    boolean negative = i < end && bytes[i] == '-';
    if (i < end && (bytes[i] == '-' || bytes[i] == '+')) {
      i++;
    }
    long digits = 0;
    int significant = 0;
    int scale = 0;
    int digitsSeen = 0;
    boolean fraction = false;
    for (; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit >= 0 && digit <= 9) {
        digitsSeen++;
        if (significant < DIGITS_MAX) {
          digits = digits * 10 + digit;
          significant += digits == 0 ? 0 : 1;
          scale -= fraction ? 1 : 0;
        } else {
          scale += fraction ? 0 : 1;
        }
      } else if (bytes[i] == '.' && !fraction) {
        fraction = true;
      } else {
        break;
      }
    }
    if (digitsSeen == 0) {
      return NONE;
    }
    if (i < end) {
      int exponent = exponent(bytes, i, end);
      if (exponent == Integer.MIN_VALUE) {
        return NONE;
      }
      scale += exponent;
    }
    double magnitude = scaled(digits, scale);
    return negative ? -magnitude : magnitude;
  }

  /**
   * The exponent that fills the stretch, cut to {@link #EXPONENT_MAX}; MIN_VALUE if there is none.
   */
  private static int exponent(byte[] bytes, int start, int end) {
    if (bytes[start] != 'e' && bytes[start] != 'E') {
      return Integer.MIN_VALUE;
    }
    int i = start + 1;
    boolean negative = i < end && bytes[i] == '-';
    if (i < end && (bytes[i] == '-' || bytes[i] == '+')) {
      i++;
    }
    if (i == end) {
      return Integer.MIN_VALUE;
    }
    int exponent = 0;
    for (; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return Integer.MIN_VALUE;
      }
      exponent = Math.min(EXPONENT_MAX, exponent * 10 + digit);
    }
    return negative ? -exponent : exponent;
  }

  private static double scaled(long digits, int scale) {
    double number = digits;
    if (scale == 0 || digits == 0) {
      return number;
    }
    if (scale < 0) {
      return scale >= -EXACT_POWER_MAX ? number / POWERS[-scale] : divided(number, -scale);
    }
    return scale <= EXACT_POWER_MAX ? number * POWERS[scale] : number * power(scale);
  }

  /** In two steps where the power itself would be infinite but the number is not yet zero. */
  private static double divided(double number, int exponent) {
    return exponent <= FINITE_POWER_MAX
        ? number / power(exponent)
        : number / power(FINITE_POWER_MAX) / power(exponent - FINITE_POWER_MAX);
  }

  /** A power of ten past the exact ones; infinite past 1e308. */
  private static double power(int exponent) {
    return Math.pow(10, exponent);
  }
}
