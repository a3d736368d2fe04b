package io.sidestat.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalTest {

  @Test
  void write_edgesOfLong_matchesBigDecimal() {
    long[] edges = {0, 1, -1, 9, 10, -10, 99, 100, 999_999, 1_000_000, Long.MAX_VALUE};
    for (long edge : edges) {
      assertMatchesBigDecimal(edge);
    }
    assertMatchesBigDecimal(Long.MIN_VALUE);
    for (long power = 1, step = 0; step < 18; step++, power *= 10) {
      assertMatchesBigDecimal(power);
      assertMatchesBigDecimal(power - 1);
      assertMatchesBigDecimal(-power);
    }
  }

  private static void assertMatchesBigDecimal(long unscaled) {
    for (int decimals = 0; decimals <= Decimal.DECIMALS_MAX; decimals++) {
      assertEquals(
          BigDecimal.valueOf(unscaled, decimals).toPlainString(), written(unscaled, decimals));
    }
  }

  @Test
  void doubles_ofAnySize_readBackAsThemselvesWithoutExponent() {
    Random random = new Random(8125);
    for (int round = 0; round < 200_000; round++) {
      double any = Double.longBitsToDouble(random.nextLong());
      double latency = Math.exp(random.nextGaussian() * 3);
      double rounded = Math.rint(latency * 1e4) / 1e4;
      assertReadsBack(Double.isFinite(any) ? any : 0);
      assertReadsBack(latency);
      assertReadsBack(-rounded);
    }
    assertReadsBack(Double.MIN_VALUE);
    assertReadsBack(-Double.MAX_VALUE);
  }

  private static void assertReadsBack(double value) {
    String text =
        Decimal.fits(value)
            ? written(Decimal.unscaled(value), Decimal.DECIMALS_MAX)
            : Decimal.text(value);
    // Adding 0 turns negative zero, which is written as 0, into zero.
    assertEquals(value + 0.0, Double.parseDouble(text), text);
    assertFalse(text.contains("E"), text);
  }

  /** Relative, far below any accuracy of a histogram. */
  @Test
  void rounded_ofAnySize_keepsNineDigits() {
    Random random = new Random(8125);
    for (int round = 0; round < 200_000; round++) {
      double value = Math.exp(random.nextDouble() * 34.5 - 13.8);
      int decimals = Decimal.decimalsOfRounded(value);
      String text = written(Decimal.rounded(value, decimals), decimals);
      assertEquals(value, Double.parseDouble(text), value * 5.1e-10, text);
    }
  }

  private static String written(long unscaled, int decimals) {
    byte[] bytes = new byte[Decimal.bytes(unscaled, decimals)];
    Decimal.write(bytes, bytes.length, unscaled, decimals);
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
