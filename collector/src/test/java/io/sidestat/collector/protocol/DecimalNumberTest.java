package io.sidestat.collector.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class DecimalNumberTest {
  private static final long FIFTEEN_DIGITS = 999_999_999_999_999L;

  private static double parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return DecimalNumber.parse(bytes, 0, bytes.length);
  }

  @Property(tries = 5_000)
  void parse_upToFifteenDigitsInFull_equalsDouble(
      @ForAll @LongRange(min = -FIFTEEN_DIGITS, max = FIFTEEN_DIGITS) long digits,
      @ForAll @IntRange(max = 15) int decimals) {
    String text = BigDecimal.valueOf(digits, decimals).toPlainString();

    assertEquals(Double.parseDouble(text), parse(text), text);
  }

  @Property(tries = 5_000)
  void parse_upToFifteenDigitsWithExponent_equalsDouble(
      @ForAll @LongRange(min = -FIFTEEN_DIGITS, max = FIFTEEN_DIGITS) long digits,
      @ForAll @IntRange(min = -22, max = 22) int exponent) {
    String text = digits + "e" + exponent;

    assertEquals(Double.parseDouble(text), parse(text), text);
  }

  @Property(tries = 20_000)
  void parse_anyDecimal_isWithinTwoUlpOfDouble(
      @ForAll @NumericChars @StringLength(min = 1, max = 40) String whole,
      @ForAll @NumericChars @StringLength(max = 40) String fraction,
      @ForAll @IntRange(min = -400, max = 300) int exponent) {
    String text = whole + "." + fraction + "e" + exponent;
    double expected = Double.parseDouble(text);
    double actual = parse(text);

    double slack = Double.isInfinite(expected) ? 0 : 2 * Math.ulp(expected);
    assertTrue(
        actual == expected || Math.abs(actual - expected) <= slack,
        () -> text + ": expected=" + expected + ", actual=" + actual);
  }

  @Property(tries = 20_000)
  void parse_anyBytes_neverThrowsAndReadsOnlyWhatJavaReads(@ForAll @Size(max = 40) byte[] bytes) {
    double actual = DecimalNumber.parse(bytes, 0, bytes.length);

    if (!Double.isNaN(actual)) {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      assertEquals(Double.parseDouble(text), actual, 2 * Math.ulp(actual), text);
    }
  }

  @Test
  void parse_moreDigitsThanALong_onlyScale() {
    String text = "1234567890".repeat(4);
    double expected = Double.parseDouble(text);

    assertEquals(expected, parse(text), 2 * Math.ulp(expected));
  }

  @Test
  void parse_fractionAndExponentOfThousandsThatCancel_isOne() {
    String text = "0." + "0".repeat(20_000) + "1e20001";

    assertEquals(1.0, parse(text));
  }

  @Test
  void parse_digitsThatMakeUpForATinyExponent_isNotZero() {
    String text = BigInteger.TEN.pow(17) + "e-320";

    assertEquals(1e-303, parse(text), 2 * Math.ulp(1e-303));
  }
}
