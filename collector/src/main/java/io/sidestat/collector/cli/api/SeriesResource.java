package io.sidestat.collector.cli.api;

import io.sidestat.collector.admin.AdminQuery;
import io.sidestat.collector.admin.AdminReply;
import io.sidestat.collector.admin.AdminResource;
import io.sidestat.collector.journal.HistoryRow;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.SeriesValue;
import io.sidestat.collector.query.Statistic;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code /api/v1/series}: the series of the interval that was written last, with their statistics;
 * {@code ?search=} a part of a name or a dimension, {@code ?sort=} name, rate or cost, {@code
 * ?limit=} how many.
 */
public final class SeriesResource implements AdminResource {
  private static final int LIMIT_DEFAULT = 1_000;
  private static final int LIMIT_MAX = 10_000;

  private static final List<Statistic> STATISTICS =
      List.of("count", "sum", "min", "avg", "max", "p50", "p95", "p99").stream()
          .map(Statistic::parse)
          .toList();

  private static final Statistic COUNT = Statistic.parse("count");

  private final Path journal;

  /** Answers from that journal. */
  public SeriesResource(Path journal) {
    this.journal = journal;
  }

  /** A series and what it held. */
  private record Row(MetricId id, SeriesValue value) {
    double samples() {
      return COUNT.of(value).orElse(0);
    }
  }

  @Override
  public Set<String> parameters() {
    return Set.of("search", "sort", "limit");
  }

  @Override
  public AdminReply get(AdminQuery asked) throws JournalException {
    String search = asked.one("search").orElse("").toLowerCase(Locale.ROOT);
    String sort = asked.one("sort").orElse("rate");
    int limit = asked.one("limit").map(SeriesResource::limit).orElse(LIMIT_DEFAULT);
    List<HistoryRow> latest;
    try (JournalReader reader = JournalReader.open(journal)) {
      latest = reader.latest();
    }
    List<Row> all = merged(latest);
    List<Row> found =
        all.stream().filter(row -> matches(row.id(), search)).sorted(order(sort, all)).toList();
    Map<String, Object> answer = new LinkedHashMap<>();
    long seconds = 0;
    if (!latest.isEmpty()) {
      Interval interval = latest.get(0).interval();
      seconds = interval.lengthMillis() / 1_000;
      answer.put("start", Instant.ofEpochMilli(interval.startEpochMillis()).toString());
      answer.put("seconds", seconds);
    }
    answer.put("found", found.size());
    List<Map<String, Object>> series = new ArrayList<>();
    for (Row row : found.subList(0, Math.min(limit, found.size()))) {
      series.add(figures(row, seconds));
    }
    answer.put("series", series);
    return AdminReply.json(200, answer);
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= LIMIT_MAX) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Said below, as for numbers out of range.
    }
    throw new IllegalArgumentException("limit is a number, 1 to " + LIMIT_MAX);
  }

  private static Comparator<Row> order(String sort, List<Row> all) {
    Comparator<Row> byName = Comparator.comparing(row -> row.id().toString());
    return switch (sort) {
      case "name" -> byName;
      case "rate" -> Comparator.comparingDouble(Row::samples).reversed().thenComparing(byName);
      case "cost" -> byCost(all).thenComparing(byName);
      default -> throw new IllegalArgumentException("sort is name, rate or cost");
    };
  }

  /** Each series costs the same: what makes the bill is a metric of many. */
  private static Comparator<Row> byCost(List<Row> all) {
    Map<String, Long> series =
        all.stream().collect(Collectors.groupingBy(row -> row.id().name(), Collectors.counting()));
    Comparator<Row> bySeries =
        Comparator.comparingLong(row -> series.getOrDefault(row.id().name(), 0L));
    return bySeries.reversed();
  }

  /** An interval may have come in several fragments. */
  private static List<Row> merged(List<HistoryRow> rows) {
    Map<MetricId, SeriesValue> merged = new LinkedHashMap<>();
    rows.forEach(row -> merged.merge(row.id(), row.value(), SeriesValue::merge));
    return merged.entrySet().stream().map(one -> new Row(one.getKey(), one.getValue())).toList();
  }

  private static boolean matches(MetricId id, String search) {
    return search.isEmpty() || id.toString().toLowerCase(Locale.ROOT).contains(search);
  }

  private static Map<String, Object> figures(Row row, long seconds) {
    MetricId id = row.id();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("metric", id.name());
    figures.put("namespace", id.namespace());
    figures.put("type", id.type().name().toLowerCase(Locale.ROOT));
    figures.put("unit", id.unit().label());
    Map<String, String> dimensions = new LinkedHashMap<>();
    for (Dimension dimension : id.dimensions()) {
      dimensions.put(dimension.name(), dimension.value());
    }
    figures.put("dimensions", dimensions);
    figures.put("samplesPerSecond", row.samples() / seconds);
    Map<String, Double> statistics = new LinkedHashMap<>();
    for (Statistic statistic : STATISTICS) {
      OptionalDouble value = statistic.of(row.value());
      if (value.isPresent()) {
        statistics.put(statistic.label(), value.getAsDouble());
      }
    }
    figures.put("statistics", statistics);
    return figures;
  }
}
