package io.sidestat.collector.config;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * What CloudWatch charges, for the estimate of the bill. Without the free tier.
 *
 * @param metric for metrics, by the month
 * @param thousandRequests dollars for 1,000 PutMetricData requests
 */
public record PricesConfig(MetricPrices metric, double thousandRequests) {
  private static final Pattern DOLLARS = Pattern.compile("\\d{1,6}(\\.\\d{1,10})?");

  /** Refuses a price that is none. */
  public PricesConfig {
    checkDollars(thousandRequests);
  }

  /** Dollars for so many PutMetricData requests. */
  public double dollarsForRequests(double requests) {
    return requests / 1_000 * thousandRequests;
  }

  static double checkDollars(double dollars) {
    if (!(dollars >= 0 && dollars < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "not a price: dollars=" + dollars + ", allowed: 0 or more");
    }
    return dollars;
  }

  /**
   * Reads a price such as {@code 0.05}, without a currency sign.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  static double parseDollars(String text) {
    if (!DOLLARS.matcher(text).matches()) {
      throw new RejectedValueException("a price is a number such as 0.05, in dollars");
    }
    return Double.parseDouble(text);
  }

  static String writeDollars(double dollars) {
    return BigDecimal.valueOf(dollars).stripTrailingZeros().toPlainString();
  }
}
