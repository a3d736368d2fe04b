package io.sidestat.collector.config;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The values given so far, each with its source. Sources are applied lowest first, so the last
 * value given to a setting stands; default dimensions are kept name by name. A value that cannot be
 * read is a mistake, and the one before it stays.
 */
final class Assignments {
  /** A value and where it came from. */
  record Assigned<T>(T value, Origin origin) {}

  private final Map<Setting<?>, Assigned<?>> values = new HashMap<>();
  private final SortedMap<String, Assigned<String>> dimensions = new TreeMap<>();
  private Assigned<List<Rule>> rules = new Assigned<>(List.of(), Origin.defaults());
  private final Set<Setting<?>> refused = new HashSet<>();
  private final Mistakes mistakes;

  Assignments(Mistakes mistakes) {
    this.mistakes = mistakes;
  }

  /** Reads a value as it is written in the environment, in flags and in scalars of a file. */
  <T> void read(Setting<T> setting, String text, Origin origin) {
    if (setting.equals(Setting.DIMENSIONS)) {
      attempt(setting, text, origin, () -> Dimensions.parse(text))
          .ifPresent(all -> all.forEach((name, value) -> putDimension(name, value, origin)));
    } else {
      attempt(setting, text, origin, () -> setting.parse(text))
          .ifPresent(value -> put(setting, value, origin));
    }
  }

  <T> void put(Setting<T> setting, T value, Origin origin) {
    values.put(setting, new Assigned<>(value, origin));
  }

  void readDimension(String name, String value, Origin origin) {
    attempt(
            Setting.DIMENSIONS,
            name + "=" + value,
            origin,
            () -> {
              Dimensions.checkName(name);
              Dimensions.checkValue(value);
              return value;
            })
        .ifPresent(valid -> putDimension(name, valid, origin));
  }

  void putRules(List<Rule> given, Origin origin) {
    rules = new Assigned<>(List.copyOf(given), origin);
  }

  /** The mapping rules, in the order in which they are tried. */
  Assigned<List<Rule>> rules() {
    return rules;
  }

  private void putDimension(String name, String value, Origin origin) {
    dimensions.put(name, new Assigned<>(value, origin));
  }

  /** Runs a parser; what it refuses becomes a mistake, with its reason if that is a new one. */
  <T> Optional<T> attempt(Setting<?> setting, String found, Origin origin, Supplier<T> parser) {
    try {
      return Optional.of(parser.get());
    } catch (RejectedValueException e) {
      refused.add(setting);
      mistakes.add(Mistake.value(origin, found, setting, String.valueOf(e.getMessage())));
    } catch (IllegalArgumentException e) {
      refused.add(setting);
      mistakes.add(Mistake.value(origin, found, setting, ""));
    }
    return Optional.empty();
  }

  boolean isAssigned(Setting<?> setting) {
    return values.containsKey(setting);
  }

  /** Whether a value of the setting was a mistake. */
  boolean wasRefused(Setting<?> setting) {
    return refused.contains(setting);
  }

  /** The value that stands. Every setting but the dimensions has one once defaults are read. */
  // put() ties each value's type to that of its setting.
  @SuppressWarnings("unchecked")
  <T> Assigned<T> assigned(Setting<T> setting) {
    Assigned<?> assigned = values.get(setting);
    if (assigned == null) {
      throw new IllegalStateException("setting has no value: key=" + setting.key());
    }
    return (Assigned<T>) assigned;
  }

  <T> T value(Setting<T> setting) {
    return assigned(setting).value();
  }

  /** The default dimensions in the order of their names. */
  SortedMap<String, Assigned<String>> dimensions() {
    return Collections.unmodifiableSortedMap(dimensions);
  }

  Map<String, String> dimensionValues() {
    Map<String, String> named = new TreeMap<>();
    dimensions.forEach((name, assigned) -> named.put(name, assigned.value()));
    return named;
  }
}
