package io.sidestat.collector.cli.live;

import io.sidestat.collector.model.Distribution;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a timer's samples were spread over the last quarter of an hour: a column for each ten seconds
 * with counts by value, four cells an octave. Not thread-safe.
 */
final class HeatMap {
  static final int COLUMN_SECONDS = 10;
  private static final int COLUMNS_KEPT = 90;
  private static final int CELLS_PER_OCTAVE = 4;

  /** 2^-20 and less, also what is not above zero: a microsecond in seconds is in it. */
  private static final int CELL_FIRST = -20 * CELLS_PER_OCTAVE;

  private static final int CELL_LAST = 60 * CELLS_PER_OCTAVE;

  private final Deque<Column> columns = new ArrayDeque<>();

  private static final class Column {
    private final long start;
    private int first;
    private double[] counts = new double[0];

    Column(long start) {
      this.start = start;
    }

    void add(int cell, double count) {
      if (counts.length == 0) {
        first = cell;
      }
      int from = Math.min(first, cell);
      int to = Math.max(first + counts.length, cell + 1);
      if (to - from > counts.length) {
        double[] wider = new double[to - from];
        System.arraycopy(counts, 0, wider, first - from, counts.length);
        counts = wider;
        first = from;
      }
      counts[cell - first] += count;
    }

    Map<String, Object> figures() {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("start", start);
      figures.put("first", first);
      figures.put("counts", Arrays.copyOf(counts, counts.length));
      return figures;
    }
  }

  /** Adds samples of that second, which is not earlier than those before. */
  void add(long second, Distribution distribution) {
    long start = second - Math.floorMod(second, COLUMN_SECONDS);
    Column last = columns.peekLast();
    if (last == null || last.start < start) {
      last = new Column(start);
      columns.addLast(last);
    }
    for (int i = 0; i < distribution.size(); i++) {
      last.add(cell(distribution.value(i)), distribution.count(i));
    }
    while (columns.getFirst().start <= start - (long) COLUMNS_KEPT * COLUMN_SECONDS) {
      columns.removeFirst();
    }
  }

  private static int cell(double value) {
    if (!(value > 0)) {
      return CELL_FIRST;
    }
    double cell = Math.floor(Math.log(value) / Math.log(2) * CELLS_PER_OCTAVE);
    return (int) Math.max(CELL_FIRST, Math.min(CELL_LAST, cell));
  }

  /**
   * The columns that may have changed since that second. Cell {@code i} of a column holds values
   * from 2^((first + i) / cellsPerOctave) on.
   */
  Map<String, Object> figures(long since) {
    List<Map<String, Object>> changed = new ArrayList<>();
    for (Column column : columns) {
      if (column.start + COLUMN_SECONDS > since) {
        changed.add(column.figures());
      }
    }
    return Map.of(
        "columnSeconds", COLUMN_SECONDS, "cellsPerOctave", CELLS_PER_OCTAVE, "columns", changed);
  }
}
