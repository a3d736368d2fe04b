package io.sidestat.collector.bench;

import java.util.Locale;

/** What was aimed at, beside what was measured: a table. */
final class Bars {
  private final StringBuilder table =
      new StringBuilder("| aimed at | measured | |\n|---|---|---|\n");

  /** A figure that should be that or more. */
  Bars atLeast(String what, double bar, double measured) {
    return row(what + ", at least " + number(bar), number(measured), measured >= bar);
  }

  /** A figure that should be that or less. */
  Bars atMost(String what, double bar, double measured) {
    return row(what + ", at most " + number(bar), number(measured), measured <= bar);
  }

  private Bars row(String aim, String measured, boolean held) {
    table.append("| %s | %s | %s |%n".formatted(aim, measured, held ? "held" : "**missed**"));
    return this;
  }

  private static String number(double value) {
    return String.format(
        Locale.ROOT, value >= 1000 || value == Math.rint(value) ? "%,.0f" : "%.2f", value);
  }

  @Override
  public String toString() {
    return table.toString();
  }
}
