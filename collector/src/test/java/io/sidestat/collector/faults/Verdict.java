package io.sidestat.collector.faults;

import java.util.List;

/**
 * How a schedule went.
 *
 * @param sent samples
 * @param lostWithKills samples that a killed collector took with it, since they were younger than
 *     its last checkpoint
 * @param repeats datums that the endpoint took more than once
 * @param ambiguous sends whose outcome the collector could not know, by its own count
 * @param quarantined samples that it set aside
 * @param problems what does not add up; empty if all does
 */
record Verdict(
    Schedule schedule,
    int lives,
    int kills,
    long sent,
    long lostWithKills,
    long repeats,
    long ambiguous,
    long quarantined,
    List<String> problems) {
  Verdict {
    problems = List.copyOf(problems);
  }

  boolean addsUp() {
    return problems.isEmpty();
  }
}
