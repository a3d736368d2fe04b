package io.sidestat.collector.cloudwatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stand-in's metric math, at three periods: of the second there are no errors. */
final class MetricMathTest {
  private static final List<Long> PERIODS = List.of(0L, 1L, 2L);
  private static final Map<String, SortedMap<Long, Double>> SERIES =
      Map.of(
          "good", new TreeMap<>(Map.of(0L, 98.0, 1L, 50.0)),
          "bad", new TreeMap<>(Map.of(0L, 2.0)));

  @Test
  void evaluate_withoutFill_hasAPointWhereBothHaveOne() {
    assertEquals(Map.of(0L, 100.0), evaluate("good + bad"));
  }

  @Test
  void evaluate_fill_fillsEveryPeriod() {
    assertEquals(Map.of(0L, 2.0, 1L, 0.0, 2L, 0.0), evaluate("FILL(bad, 0)"));
  }

  @Test
  void evaluate_divisionByZero_hasNoPoint() {
    assertEquals(
        Map.of(0L, 0.98, 1L, 1.0), evaluate("FILL(good,0) / (FILL(good,0) + FILL(bad,0))"));
  }

  @Test
  void evaluate_ifWithoutElse_leavesAGap() {
    assertEquals(Map.of(0L, 98.0), evaluate("IF(good > 60, good)"));
  }

  @Test
  void evaluate_ifWithElse_hasBoth() {
    assertEquals(Map.of(0L, 98.0, 1L, -1.0), evaluate("IF(good >= 60, good, -1)"));
  }

  @Test
  void evaluate_precedence_isTheUsual() {
    assertEquals(7.0, evaluate("1 + 2 * 3").get(0L));
    assertEquals(1.5, evaluate("(1 + 2) / 2").get(0L));
    assertEquals(-4.0, evaluate("-1 - 3").get(0L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "good +", "good bad", "(good", "none", "NONE(good)", "IF(good"})
  void evaluate_anythingElse_isRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> evaluate(text));
  }

  private static SortedMap<Long, Double> evaluate(String text) {
    return MetricMath.evaluate(text, SERIES, PERIODS);
  }
}
