package io.sidestat.collector.slo;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as people write them: no exponent, no trailing zeros, no dust of binary fractions. */
final class PlainNumber {
  private static final int PLACES_MAX = 9;

  private PlainNumber() {}

  /** Such as {@code 14.4} or {@code 6}. */
  static String text(double number) {
    return rounded(BigDecimal.valueOf(number)).toPlainString();
  }

  /** The same for a document: a whole number is a {@code Long}, any other a {@code Double}. */
  static Number json(double number) {
    BigDecimal rounded = rounded(BigDecimal.valueOf(number));
    return rounded.scale() <= 0 ? (Number) rounded.longValueExact() : rounded.doubleValue();
  }

  /** What a target leaves for failures, in percent: {@code 0.1} of 99.9. */
  static double left(double target) {
    return rounded(BigDecimal.valueOf(100).subtract(BigDecimal.valueOf(target))).doubleValue();
  }

  private static BigDecimal rounded(BigDecimal number) {
    return number.setScale(PLACES_MAX, RoundingMode.HALF_EVEN).stripTrailingZeros();
  }
}
