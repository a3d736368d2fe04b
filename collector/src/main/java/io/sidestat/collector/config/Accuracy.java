package io.sidestat.collector.config;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a reported value may be from the one that was received.
 *
 * @param relativeError the largest relative error of a value, 0.001 (0.1%) to 0.05 (5%)
 */
public record Accuracy(double relativeError) {
  private static final double RELATIVE_ERROR_MIN = 0.001;
  private static final double RELATIVE_ERROR_MAX = 0.05;
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)(%?)");

  /** Refuses an error out of range. */
  public Accuracy {
    if (!(relativeError >= RELATIVE_ERROR_MIN && relativeError <= RELATIVE_ERROR_MAX)) {
      throw new IllegalArgumentException(
          "accuracy is out of range: relativeError=" + relativeError + ", allowed=0.001..0.05");
    }
  }

  /**
   * Reads a percentage such as {@code 0.5%}. The sign is required: a bare {@code 0.5} would read as
   * half a percent to one and as half to another.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Accuracy parse(String text) {
    Matcher matcher = PERCENT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a percentage");
    }
    if (matcher.group(2).isEmpty()) {
      throw new RejectedValueException("the percent sign is missing");
    }
    return new Accuracy(new BigDecimal(matcher.group(1)).movePointLeft(2).doubleValue());
  }

  /** The accuracy as a setting is written, such as {@code 0.5%}. */
  @Override
  public String toString() {
    BigDecimal percent = BigDecimal.valueOf(relativeError).movePointRight(2);
    return percent.stripTrailingZeros().toPlainString() + "%";
  }
}
