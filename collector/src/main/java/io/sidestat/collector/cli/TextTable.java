package io.sidestat.collector.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table for terminals: columns as wide as their widest cell; numbers to the right, all else to
 * the left.
 */
final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  TextTable(List<String> header) {
    rows.add(List.copyOf(header));
  }

  /** Adds a row of as many cells as the header has. */
  void add(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /** A number as tables show it: whole numbers as such, others to three decimals. */
  static String number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, Math.abs(value) < 1e15 ? "%.3f" : "%.6g", value);
  }

  @Override
  public String toString() {
    int columns = rows.get(0).size();
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        int pad = width(column) - row.get(column).length();
        String cell =
            numeric(column) ? " ".repeat(pad) + row.get(column) : row.get(column) + " ".repeat(pad);
        line.append(column == 0 ? "" : GAP).append(cell);
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  /** Whether all cells of the column that say something are numbers. */
  private boolean numeric(int column) {
    return rows.stream()
        .skip(1)
        .map(row -> row.get(column))
        .allMatch(cell -> cell.isEmpty() || cell.matches("-|[-+]?[0-9.]+(E[-+]?[0-9]+)?( %)?"));
  }
}
