package io.sidestat.collector.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExactSumTest {

  @Test
  void value_tenthsAddedAMillionTimes_isNotOffByRounding() {
    Totals sum = new Totals(1);
    double tenth = 0.1;
    for (int i = 0; i < 1_000_000; i++) {
      sum.count(tenth);
    }

    BigDecimal exact = new BigDecimal(tenth).multiply(BigDecimal.valueOf(1_000_000));
    assertEquals(exact.doubleValue(), sum.weighed().sum());
  }

  @Test
  void value_largeThenItsOpposite_keepsTheSmall() {
    Totals sum = new Totals(1);
    for (double value : new double[] {1, 1e100, 1, -1e100}) {
      sum.count(value);
    }

    assertEquals(2, sum.weighed().sum());
  }

  @Property(tries = 300)
  void value_latenciesOfAnySpread_isTheExactSumRounded(@ForAll long seed) {
    Random random = new Random(seed);
    Totals sum = new Totals(1);
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < 1_000; i++) {
      double value = Math.exp(5 * random.nextGaussian());
      sum.count(value);
      exact = exact.add(new BigDecimal(value));
    }

    assertEquals(exact.doubleValue(), sum.weighed().sum(), Math.ulp(exact.doubleValue()));
  }
}
