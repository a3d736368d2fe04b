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
    ExactSum sum = new ExactSum();
    double tenth = 0.1;
    for (int i = 0; i < 1_000_000; i++) {
      sum.add(tenth);
    }

    BigDecimal exact = new BigDecimal(tenth).multiply(BigDecimal.valueOf(1_000_000));
    assertEquals(exact.doubleValue(), sum.value());
  }

  @Test
  void value_largeThenItsOpposite_keepsTheSmall() {
    ExactSum sum = new ExactSum();
    for (double value : new double[] {1, 1e100, 1, -1e100}) {
      sum.add(value);
    }

    assertEquals(2, sum.value());
  }

  @Property(tries = 300)
  void value_latenciesOfAnySpread_isTheExactSumRounded(@ForAll long seed) {
    Random random = new Random(seed);
    ExactSum sum = new ExactSum();
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < 1_000; i++) {
      double value = Math.exp(5 * random.nextGaussian());
      sum.add(value);
      exact = exact.add(new BigDecimal(value));
    }

    assertEquals(exact.doubleValue(), sum.value(), Math.ulp(exact.doubleValue()));
  }
}
