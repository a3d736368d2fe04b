package io.sidestat.collector.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The roll-ups: sets of dimension names under which the same samples are published once more. In
 * one line they are written {@code Endpoint;Endpoint,StatusCode}; {@code []} is the set without
 * dimensions, {@code none} are no roll-ups.
 */
final class Rollups {
  /** Every roll-up can double the number of metrics, and with it the bill. */
  private static final int COUNT_MAX = 32;

  static final String NONE = "none";
  private static final String NO_DIMENSIONS = "[]";

  private Rollups() {}

  /** Checks all of them and returns a copy. */
  static List<List<String>> check(List<List<String>> rollups) {
    if (rollups.size() > COUNT_MAX) {
      throw new RejectedValueException("more than " + COUNT_MAX + " roll-ups");
    }
    Set<Set<String>> seen = new HashSet<>();
    for (List<String> names : rollups) {
      if (!seen.add(Set.copyOf(Dimensions.checkNames(names)))) {
        throw new RejectedValueException("a set is given twice");
      }
    }
    return rollups.stream().map(List::copyOf).toList();
  }

  static List<List<String>> parse(String text) {
    if (text.isEmpty() || text.equals(NONE)) {
      return List.of();
    }
    List<List<String>> rollups = new ArrayList<>();
    for (String set : split(text, ';')) {
      rollups.add(set.equals(NO_DIMENSIONS) ? List.of() : split(set, ','));
    }
    return check(rollups);
  }

  static String write(List<List<String>> rollups) {
    if (rollups.isEmpty()) {
      return NONE;
    }
    return rollups.stream()
        .map(names -> names.isEmpty() ? NO_DIMENSIONS : String.join(",", names))
        .collect(Collectors.joining(";"));
  }

  /** The parts between separators, stripped; empty ones are kept, for the checks to refuse. */
  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int to = text.indexOf(separator); to >= 0; to = text.indexOf(separator, from)) {
      parts.add(text.substring(from, to).strip());
      from = to + 1;
    }
    parts.add(text.substring(from).strip());
    return parts;
  }
}
