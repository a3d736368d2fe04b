package io.sidestat.collector.cli.api;

import io.sidestat.collector.admin.AdminQuery;
import io.sidestat.collector.admin.AdminReply;
import io.sidestat.collector.admin.AdminResource;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.MetricId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code /api/v1/series}: the series of the interval that was written last, with their statistics;
 * {@code ?search=} a part of a name or a dimension, {@code ?sort=} name, rate or cost, {@code
 * ?limit=} how many.
 */
public final class SeriesResource implements AdminResource {
  private static final int LIMIT_DEFAULT = 1_000;
  private static final int LIMIT_MAX = 10_000;

  private final Path journal;

  /** Answers from that journal. */
  public SeriesResource(Path journal) {
    this.journal = journal;
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
    FirstSeries first;
    try (JournalReader reader = JournalReader.open(journal)) {
      first = new FirstSeries(search, order(sort, reader), limit);
      reader.forEachLatest(first);
    }
    Optional<Interval> interval = first.end();
    Map<String, Object> answer = new LinkedHashMap<>();
    long seconds = interval.map(of -> of.lengthMillis() / 1_000).orElse(0L);
    if (interval.isPresent()) {
      answer.put("start", Instant.ofEpochMilli(interval.get().startEpochMillis()).toString());
      answer.put("seconds", seconds);
    }
    answer.put("found", first.found());
    answer.put("series", first.rows().stream().map(row -> figures(row, seconds)).iterator());
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

  /** Each series costs the same: what makes the bill is a metric of many. */
  private static Comparator<FirstSeries.Row> order(String sort, JournalReader reader)
      throws JournalException {
    return switch (sort) {
      case "name" -> FirstSeries.BY_NAME;
      case "rate" -> FirstSeries.BY_RATE;
      case "cost" -> {
        Map<String, Integer> series = new HashMap<>();
        reader.forEachLatest(row -> series.merge(row.id().name(), 1, Integer::sum));
        yield FirstSeries.byMost(series);
      }
      default -> throw new IllegalArgumentException("sort is name, rate or cost");
    };
  }

  private static Map<String, Object> figures(FirstSeries.Row row, long seconds) {
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
    for (int i = 0; i < row.statistics().length; i++) {
      if (!Double.isNaN(row.statistics()[i])) {
        statistics.put(FirstSeries.STATISTICS.get(i).label(), row.statistics()[i]);
      }
    }
    figures.put("statistics", statistics);
    return figures;
  }
}
