package io.sidestat.collector.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
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

  @Property(tries = 50_000)
  void parse_anyDoubleAsJavaWritesIt_isThatDouble(@ForAll long bits) {
    double number = Double.longBitsToDouble(bits);

    if (Double.isFinite(number) && (number == 0 || Math.abs(number) >= Double.MIN_NORMAL)) {
      assertEquals(number, parse(Double.toString(number)));
    }
  }

  @Property(tries = 50_000)
  void parse_upToEighteenDigitsWithAnyExponent_isTheNearestDouble(
      @ForAll @LongRange(min = 1, max = 999_999_999_999_999_999L) long digits,
      @ForAll @IntRange(min = -320, max = 310) int exponent) {
    String text = digits + "e" + exponent;
    double expected = Double.parseDouble(text);

    assertEquals(expected < Double.MIN_NORMAL ? 0 : expected, parse(text), text);
  }

  /** All that up to eight bytes can be, among other bytes and at the array's end. */
  @Property(tries = 100_000)
  void parse_anyFewCharacters_isWhatJavaReads(
      @ForAll
          @CharRange(from = '+', to = '9')
          @Chars({'e', 'E', ' ', '\u00e9'})
          @StringLength(min = 1, max = 9)
          String text,
      @ForAll @IntRange(max = 9) int behind) {
    byte[] bytes = (text + "7".repeat(behind)).getBytes(StandardCharsets.ISO_8859_1);
    boolean number = text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    double parsed = DecimalNumber.parse(bytes, 0, text.length());

    if (number) {
      double expected = Double.parseDouble(text);
      assertEquals(Math.abs(expected) < Double.MIN_NORMAL ? 0 * expected : expected, parsed, text);
    } else {
      assertTrue(Double.isNaN(parsed), text);
    }
  }

  /** Whole numbers past 2^53 lie halfway between two doubles when odd. */
  @Property(tries = 20_000)
  void parse_halfwayBetweenTwoDoubles_isTheEvenOne(
      @ForAll @LongRange(min = 1L << 53, max = 1L << 54) long odd,
      @ForAll @IntRange(min = -2, max = 0) int exponent) {
    String whole = Long.toString(odd | 1);
    String text = whole + "0".repeat(-exponent) + "e" + exponent;

    assertEquals(Double.parseDouble(whole), parse(whole), whole);
    assertEquals(Double.parseDouble(text), parse(text), text);
  }

  @Property(tries = 20_000)
  void parse_anyDecimal_isWithinAnUlpOfDouble(
      @ForAll @NumericChars @StringLength(min = 1, max = 40) String whole,
      @ForAll @NumericChars @StringLength(max = 40) String fraction,
      @ForAll @IntRange(min = -400, max = 300) int exponent) {
    String text = whole + "." + fraction + "e" + exponent;
    double expected = Double.parseDouble(text);
    double actual = parse(text);

    // Subnormal numbers read as zero.
    double slack =
        Double.isInfinite(expected) ? 0 : Math.max(Double.MIN_NORMAL, Math.ulp(expected));
    assertTrue(
        actual == expected || Math.abs(actual - expected) <= slack,
        () -> text + ": expected=" + expected + ", actual=" + actual);
  }

  @Property(tries = 20_000)
  void parse_anyBytes_neverThrowsAndReadsOnlyWhatJavaReads(@ForAll @Size(max = 40) byte[] bytes) {
    double actual = DecimalNumber.parse(bytes, 0, bytes.length);

    if (!Double.isNaN(actual)) {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      assertEquals(Double.parseDouble(text), actual, Math.ulp(actual), text);
    }
  }

  @Test
  void parse_moreDigitsThanALong_onlyScale() {
    String text = "1234567890".repeat(4);
    double expected = Double.parseDouble(text);

    assertEquals(expected, parse(text), Math.ulp(expected));
  }

  @Test
  void parse_fractionAndExponentOfThousandsThatCancel_isOne() {
    String text = "0." + "0".repeat(20_000) + "1e20001";

    assertEquals(1.0, parse(text));
  }

  @Test
  void parse_digitsThatMakeUpForATinyExponent_isNotZero() {
    String text = BigInteger.TEN.pow(17) + "e-320";

    assertEquals(1e-303, parse(text));
  }
}
