package io.sidestat.collector.cli.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Mapping rules that write names as the agent does: with its separator for each dot. A rule is for
 * names of one number of parts.
 */
final class SeparatorRules {
  /** Names of more parts keep their dots. */
  static final int PARTS_MAX = 10;

  private SeparatorRules() {}

  static List<Map<String, Object>> of(String separator) {
    List<Map<String, Object>> rules = new ArrayList<>();
    for (int parts = 2; parts <= PARTS_MAX; parts++) {
      Map<String, Object> rule = new LinkedHashMap<>();
      rule.put("match", joined(parts, ".", part -> "*"));
      // In braces, so that a separator may be a digit; a dollar sign is doubled.
      rule.put("name", joined(parts, separator.replace("$", "$$"), part -> "${" + part + "}"));
      rules.add(rule);
    }
    return rules;
  }

  private static String joined(int parts, String separator, IntFunction<String> text) {
    return IntStream.rangeClosed(1, parts).mapToObj(text).collect(Collectors.joining(separator));
  }
}
