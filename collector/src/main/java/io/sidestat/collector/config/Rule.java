package io.sidestat.collector.config;

import io.sidestat.collector.model.SampleType;
import java.util.EnumSet;
import java.util.Map;

/**
 * A mapping rule: which samples it is for, and what becomes of them. The first rule whose condition
 * holds counts, and no other. Immutable.
 *
 * @param number its place in the list, from 1
 * @param where the file and line that it stands in, for people
 * @param condition which samples it is for
 * @param metric what metric they become
 * @param dimensions what dimensions the metric has
 * @param drop whether the samples are left out instead
 */
public record Rule(
    int number,
    String where,
    RuleCondition condition,
    RuleMetric metric,
    RuleDimensions dimensions,
    boolean drop) {
  /** Each new name is held against all of them, on the thread that receives. */
  static final int COUNT_MAX = 1000;

  /** Stands for no rule: every sample stays as it is. */
  public static final Rule AS_SENT =
      new Rule(
          0,
          "",
          new RuleCondition(Glob.ofName("**"), EnumSet.allOf(SampleType.class), Map.of()),
          RuleMetric.AS_IT_IS,
          RuleDimensions.AS_SENT,
          false);
}
