package io.sidestat.collector.config;

import java.math.BigDecimal;
import java.time.Duration;

/** How numbers of objectives are written. */
public final class SloText {
  private SloText() {}

  /** Without trailing zeros. */
  public static String number(double number) {
    return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
  }

  /** {@code 99.9%}. */
  public static String percent(double percent) {
    return number(percent) + "%";
  }

  /** In the largest unit in which it is at least one: {@code 500 ms}. */
  public static String threshold(Duration threshold) {
    BigDecimal nanos = BigDecimal.valueOf(threshold.toNanos());
    long value = threshold.toNanos();
    int places = value >= 1_000_000_000 ? 9 : value >= 1_000_000 ? 6 : 3;
    String unit = places == 9 ? "s" : places == 6 ? "ms" : "us";
    return nanos.movePointLeft(places).stripTrailingZeros().toPlainString() + " " + unit;
  }
}
