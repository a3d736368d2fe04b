package io.sidestat.collector.slo;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A formula of CloudWatch's metric math over a few statistics. Immutable.
 *
 * @param inputById at least one, by the name that the formula knows it by: a small letter, then
 *     letters, digits and underscores
 * @param expression at most {@value #EXPRESSION_CHARS_MAX} characters
 * @param label what it is, for people
 */
record Calculation(Map<String, MetricStatistic> inputById, String expression, String label)
    implements Watched {
  /**
   * An alarm takes 10 metrics; whether its formula counts as one of them is not said, so it does
   * here (CloudWatch user guide, read 2026-11-23).
   */
  private static final int INPUTS_MAX = 9;

  private static final int EXPRESSION_CHARS_MAX = 2048;

  /** Refuses what CloudWatch would refuse. Five status classes are the most that there are. */
  Calculation {
    inputById = Collections.unmodifiableMap(new LinkedHashMap<>(inputById));
    if (inputById.isEmpty() || inputById.size() > INPUTS_MAX) {
      throw new IllegalArgumentException(
          "metrics of a formula: found=" + inputById.size() + ", allowed=1 to " + INPUTS_MAX);
    }
    if (expression.length() > EXPRESSION_CHARS_MAX) {
      throw new IllegalArgumentException("formula is too long: chars=" + expression.length());
    }
  }
}
