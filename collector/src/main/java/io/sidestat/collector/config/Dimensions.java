package io.sidestat.collector.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The rules for dimensions, and the default dimensions as they are written in one line: {@code
 * Name=value,Name2=value2}.
 *
 * <p>The limits are CloudWatch's (PutMetricData API reference, read 2026-11-23): 30 dimensions a
 * metric; names of 1 to 255 and values of 1 to 1024 ASCII characters, neither blank; a name does
 * not start with a colon.
 */
final class Dimensions {
  /** The dimension that tells production from staging. */
  static final String ENVIRONMENT = "Environment";

  static final int COUNT_MAX = 30;
  private static final int NAME_CHARS_MAX = 255;
  private static final int VALUE_CHARS_MAX = 1024;

  private Dimensions() {}

  static void checkName(String name) {
    checkText("a dimension's name", name, NAME_CHARS_MAX);
    if (name.startsWith(":")) {
      throw new RejectedValueException("a dimension's name does not start with a colon");
    }
  }

  static void checkValue(String value) {
    checkText("a dimension's value", value, VALUE_CHARS_MAX);
  }

  /** Checks all of them and returns a copy in the order of the names. */
  static Map<String, String> check(Map<String, String> dimensions) {
    if (dimensions.size() > COUNT_MAX) {
      throw new RejectedValueException("more than " + COUNT_MAX + " dimensions");
    }
    dimensions.forEach(
        (name, value) -> {
          checkName(name);
          checkValue(value);
        });
    return Collections.unmodifiableMap(new TreeMap<>(dimensions));
  }

  static Map<String, String> parse(String text) {
    Map<String, String> dimensions = new LinkedHashMap<>();
    for (String entry : Rollups.split(text, ',')) {
      int equals = entry.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("no = in an entry");
      }
      String name = entry.substring(0, equals).strip();
      if (dimensions.put(name, entry.substring(equals + 1).strip()) != null) {
        throw new RejectedValueException("a dimension is given twice");
      }
    }
    return check(dimensions);
  }

  static String write(Map<String, String> dimensions) {
    return dimensions.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(","));
  }

  /** The names a roll-up keeps: each valid, none twice. */
  static List<String> checkNames(List<String> names) {
    if (names.size() > COUNT_MAX) {
      throw new RejectedValueException("more than " + COUNT_MAX + " dimensions in a set");
    }
    names.forEach(Dimensions::checkName);
    if (names.stream().distinct().count() < names.size()) {
      throw new RejectedValueException("a dimension is in a set twice");
    }
    return List.copyOf(names);
  }

  static void checkText(String what, String text, int charsMax) {
    if (text.isBlank()) {
      throw new RejectedValueException(what + " is empty");
    }
    if (text.length() > charsMax) {
      throw new RejectedValueException(what + " has more than " + charsMax + " characters");
    }
    if (!text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new RejectedValueException(what + " is printable ASCII");
    }
  }
}
