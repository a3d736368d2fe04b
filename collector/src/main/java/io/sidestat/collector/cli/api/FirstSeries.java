package io.sidestat.collector.cli.api;

import io.sidestat.collector.journal.HistoryRow;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.SeriesValue;
import io.sidestat.collector.query.Statistic;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The first so many series, in some order, of those that a search finds. It is shown the rows of an
 * interval, those of a series one after the other, and keeps names and statistics of the first
 * alone: an interval may have ten thousand series of some KB each. Not thread-safe.
 */
final class FirstSeries implements Consumer<HistoryRow> {
  static final List<Statistic> STATISTICS =
      List.of("count", "sum", "min", "avg", "max", "p50", "p95", "p99").stream()
          .map(Statistic::parse)
          .toList();

  static final Comparator<Row> BY_NAME = Comparator.comparing(Row::text);

  static final Comparator<Row> BY_RATE =
      Comparator.comparingDouble(Row::samples).reversed().thenComparing(BY_NAME);

  /** Those of the metrics with the most series first. */
  static Comparator<Row> byMost(Map<String, Integer> seriesOfMetric) {
    Comparator<Row> byFewest =
        Comparator.comparingInt(row -> seriesOfMetric.getOrDefault(row.id().name(), 0));
    return byFewest.reversed().thenComparing(BY_NAME);
  }

  /** Of ten thousand series, 400 characters each. */
  private static final int TEXT_CHARS_MAX = 4 << 20;

  private static final double[] NONE = {};

  private static final Statistic COUNT = Statistic.parse("count");

  private final String search;
  private final Comparator<Row> order;
  private final int limit;
  private final PriorityQueue<Row> last;
  private long textChars;
  private int found;
  private @Nullable HistoryRow open;

  /**
   * A series and what it held.
   *
   * @param statistics those of {@link #STATISTICS}; NaN where it has none
   */
  record Row(MetricId id, String text, double samples, double[] statistics) {}

  /**
   * Looks for series.
   *
   * @param search a part of a name or a dimension, in small letters
   */
  FirstSeries(String search, Comparator<Row> order, int limit) {
    this.search = search;
    this.order = order;
    this.limit = limit;
    this.last = new PriorityQueue<>(order.reversed());
  }

  /** A further row; an interval may have come in several fragments. */
  @Override
  public void accept(HistoryRow row) {
    if (open != null && open.id().equals(row.id())) {
      SeriesValue merged = open.value().merge(row.value());
      open = new HistoryRow(row.id(), open.interval(), merged);
    } else {
      close();
      open = row;
    }
  }

  /** Ends the last series; which interval it was, if there was one. */
  Optional<Interval> end() {
    Optional<Interval> interval = Optional.ofNullable(open).map(HistoryRow::interval);
    close();
    open = null;
    return interval;
  }

  private void close() {
    if (open == null) {
      return;
    }
    MetricId id = open.id();
    String text = id.toString();
    if (!search.isEmpty() && !text.toLowerCase(Locale.ROOT).contains(search)) {
      return;
    }
    found++;
    SeriesValue value = open.value();
    double samples = COUNT.of(value).orElse(0);
    Row worst = last.peek();
    // Statistics take longer than an order: they are of those kept.
    if (worst == null
        || last.size() < limit
        || order.compare(new Row(id, text, samples, NONE), worst) < 0) {
      keep(new Row(id, text, samples, statistics(value)));
    }
  }

  private void keep(Row row) {
    if (last.size() == limit) {
      textChars -= last.remove().text().length();
    }
    last.add(row);
    textChars += row.text().length();
    if (textChars > TEXT_CHARS_MAX) {
      throw new IllegalArgumentException(
          "their names alone are longer than 4 MiB; ask for less with search or limit");
    }
  }

  private static double[] statistics(SeriesValue value) {
    return STATISTICS.stream()
        .mapToDouble(statistic -> statistic.of(value).orElse(Double.NaN))
        .toArray();
  }

  /** How many series the search finds, kept or not. */
  int found() {
    return found;
  }

  /** Those kept, in order. */
  List<Row> rows() {
    return last.stream().sorted(order).toList();
  }
}
