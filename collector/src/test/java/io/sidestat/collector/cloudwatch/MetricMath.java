package io.sidestat.collector.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;

/**
 * CloudWatch's metric math as far as dashboards and alarms of ours use it: {@code + - * /},
 * comparisons, {@code FILL(m, n)} and {@code IF(condition, then[, else])}. An operation has a point
 * where both sides have one; a division by zero has none.
 *
 * <p>Source: "Using math expressions with CloudWatch metrics", read 26 Nov 2026.
 */
final class MetricMath {
  private final String text;
  private final Map<String, SortedMap<Long, Double>> series;
  private final List<Long> periods;
  private int position;

  private MetricMath(String text, Map<String, SortedMap<Long, Double>> series, List<Long> periods) {
    this.text = text;
    this.series = series;
    this.periods = periods;
  }

  /**
   * The points of an expression.
   *
   * @param series what ids stand for
   * @param periods the starts of all periods asked for
   */
  static SortedMap<Long, Double> evaluate(
      String text, Map<String, SortedMap<Long, Double>> series, List<Long> periods) {
    MetricMath math = new MetricMath(text, series, periods);
    SortedMap<Long, Double> points = math.comparison();
    math.skipBlanks();
    if (math.position < text.length()) {
      throw math.mistake("an operator or the end");
    }
    return points;
  }

  private SortedMap<Long, Double> comparison() {
    SortedMap<Long, Double> left = sum();
    for (String operator : List.of(">=", "<=", "==", "!=", ">", "<")) {
      if (take(operator)) {
        return both(left, sum(), (a, b) -> compare(operator, a, b) ? 1 : 0);
      }
    }
    return left;
  }

  private static boolean compare(String operator, double a, double b) {
    return switch (operator) {
      case ">=" -> a >= b;
      case "<=" -> a <= b;
      case "==" -> a == b;
      case "!=" -> a != b;
      case ">" -> a > b;
      default -> a < b;
    };
  }

  private SortedMap<Long, Double> sum() {
    SortedMap<Long, Double> left = product();
    while (true) {
      if (take("+")) {
        left = both(left, product(), Double::sum);
      } else if (take("-")) {
        left = both(left, product(), (a, b) -> a - b);
      } else {
        return left;
      }
    }
  }

  private SortedMap<Long, Double> product() {
    SortedMap<Long, Double> left = factor();
    while (true) {
      if (take("*")) {
        left = both(left, factor(), (a, b) -> a * b);
      } else if (take("/")) {
        left = both(left, factor(), (a, b) -> a / b);
      } else {
        return left;
      }
    }
  }

  private static SortedMap<Long, Double> both(
      SortedMap<Long, Double> left, SortedMap<Long, Double> right, DoubleBinaryOperator operator) {
    SortedMap<Long, Double> result = new TreeMap<>();
    left.forEach(
        (period, value) -> {
          Double other = right.get(period);
          if (other != null) {
            double combined = operator.applyAsDouble(value, other);
            if (Double.isFinite(combined)) {
              result.put(period, combined);
            }
          }
        });
    return result;
  }

  private SortedMap<Long, Double> factor() {
    if (take("(")) {
      SortedMap<Long, Double> inner = comparison();
      expect(")");
      return inner;
    }
    if (take("-")) {
      return both(constant(0), factor(), (a, b) -> a - b);
    }
    skipBlanks();
    String word = word();
    if (word.isEmpty()) {
      throw mistake("a number, an id or a function");
    }
    if (Character.isDigit(word.charAt(0))) {
      return constant(Double.parseDouble(word));
    }
    if (take("(")) {
      return function(word);
    }
    SortedMap<Long, Double> points = series.get(word);
    if (points == null) {
      throw new IllegalArgumentException("no such id: " + word + " in " + text);
    }
    return points;
  }

  private SortedMap<Long, Double> function(String name) {
    List<SortedMap<Long, Double>> arguments = new ArrayList<>();
    do {
      arguments.add(comparison());
    } while (take(","));
    expect(")");
    return switch (name) {
      case "FILL" -> {
        SortedMap<Long, Double> filled = new TreeMap<>(arguments.get(1));
        filled.putAll(arguments.get(0));
        yield filled;
      }
      case "IF" -> {
        SortedMap<Long, Double> chosen = new TreeMap<>();
        arguments
            .get(0)
            .forEach(
                (period, condition) -> {
                  int branch = condition != 0 ? 1 : 2;
                  Double value =
                      branch < arguments.size() ? arguments.get(branch).get(period) : null;
                  if (value != null) {
                    chosen.put(period, value);
                  }
                });
        yield chosen;
      }
      default -> throw new IllegalArgumentException("no such function: " + name + " in " + text);
    };
  }

  private SortedMap<Long, Double> constant(double value) {
    SortedMap<Long, Double> constant = new TreeMap<>();
    periods.forEach(period -> constant.put(period, value));
    return constant;
  }

  private String word() {
    int from = position;
    while (position < text.length()
        && (Character.isLetterOrDigit(text.charAt(position))
            || "._".indexOf(text.charAt(position)) >= 0)) {
      position++;
    }
    return text.substring(from, position);
  }

  private boolean take(String token) {
    skipBlanks();
    if (!text.startsWith(token, position)) {
      return false;
    }
    position += token.length();
    return true;
  }

  private void expect(String token) {
    if (!take(token)) {
      throw mistake(token);
    }
  }

  private void skipBlanks() {
    while (position < text.length() && text.charAt(position) == ' ') {
      position++;
    }
  }

  private IllegalArgumentException mistake(String expected) {
    return new IllegalArgumentException(
        "expected " + expected + " at " + position + " of expression: " + text);
  }
}
