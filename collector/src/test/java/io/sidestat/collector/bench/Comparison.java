package io.sidestat.collector.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Contenders measured in turns, round after round, each started anew every time, so that a machine
 * that is slow for a while is so for all of them. Ratios are taken within a round.
 */
final class Comparison {
  /** A contender with the traffic it gets. */
  record Entry(String name, Contender contender, Traffic traffic) {
    Entry(Contender contender, Traffic traffic) {
      this(contender.label(), contender, traffic);
    }
  }

  private final double fixedRate;
  private final Map<String, List<Measurement>> measured = new LinkedHashMap<>();
  private final Map<String, String> missing = new LinkedHashMap<>();

  private Comparison(double fixedRate) {
    this.fixedRate = fixedRate;
  }

  /**
   * Measures.
   *
   * @param fixedRate lines a second at which all are measured once more
   */
  static Comparison run(Lab lab, List<Entry> entries, double fixedRate) throws IOException {
    Comparison comparison = new Comparison(fixedRate);
    Map<Traffic, Driver> drivers = new LinkedHashMap<>();
    try {
      for (int round = 1; round <= lab.effort().rounds(); round++) {
        for (Entry entry : entries) {
          comparison.measure(lab, round, entry, drivers);
        }
      }
      return comparison;
    } finally {
      drivers.values().forEach(Driver::close);
    }
  }

  private void measure(Lab lab, int round, Entry entry, Map<Traffic, Driver> drivers)
      throws IOException {
    if (entry.contender().missing().isPresent()) {
      missing.put(entry.name(), entry.contender().missing().get());
      return;
    }
    Driver driver = drivers.get(entry.traffic());
    if (driver == null) {
      driver = lab.driver(entry.traffic());
      drivers.put(entry.traffic(), driver);
    }
    try (Running running = lab.start(entry.contender())) {
      Measurement measurement = Measurement.of(driver, running, lab.effort(), fixedRate);
      measured.computeIfAbsent(entry.name(), name -> new ArrayList<>()).add(measurement);
      lab.say("round " + round + ", " + entry.name() + ": " + row(List.of(measurement)));
    }
  }

  boolean has(String name) {
    return measured.containsKey(name);
  }

  /** The median over the rounds. */
  double median(String name, ToDoubleFunction<Measurement> figure) {
    return median(rounds(name).stream().map(figure::applyAsDouble).toList());
  }

  /** The median over the rounds of one contender's figure by another's in the same round. */
  double ratio(String name, String other, ToDoubleFunction<Measurement> figure) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < rounds(name).size(); i++) {
      ratios.add(
          figure.applyAsDouble(rounds(name).get(i)) / figure.applyAsDouble(rounds(other).get(i)));
    }
    return median(ratios);
  }

  /** Whether the sender could not send faster than that contender takes in, in any round. */
  boolean atLeast(String name) {
    return rounds(name).stream().anyMatch(Measurement::atLeast);
  }

  private List<Measurement> rounds(String name) {
    return measured.getOrDefault(name, List.of());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  /** The medians of all contenders, and who is missing. */
  String table() {
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                """
                | | loss-free, lines/s | taken in at full load, lines/s | CPU s per million lines, then | the same at %,.0f lines/s |
                |---|---|---|---|---|
                """,
                fixedRate));
    measured.forEach((name, rounds) -> table.append("| " + name + " | " + row(rounds) + " |\n"));
    missing.forEach((name, why) -> table.append("\n" + name + " is missing: " + why + ".\n"));
    return table.toString();
  }

  private static String row(List<Measurement> rounds) {
    return String.format(
        Locale.ROOT,
        "%s%,.0f | %,.0f | %.3f | %.3f",
        rounds.stream().anyMatch(Measurement::atLeast) ? "at least " : "",
        median(rounds.stream().map(Measurement::lossFree).toList()),
        median(rounds.stream().map(Measurement::saturated).toList()),
        median(rounds.stream().map(Measurement::saturatedCpu).toList()),
        median(rounds.stream().map(Measurement::fixedRateCpu).toList()));
  }
}
