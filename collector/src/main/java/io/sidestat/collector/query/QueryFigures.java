package io.sidestat.collector.query;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The rows of an answer, as programs get them. */
public final class QueryFigures {
  private QueryFigures() {}

  /**
   * An object for each row, made as it is asked for: metric, namespace, type, unit, dimensions,
   * start and statistics; those that the row has none of are absent.
   */
  public static Iterator<Map<String, Object>> of(Query query, List<QueryRow> rows) {
    return rows.stream().map(row -> of(query, row)).iterator();
  }

  private static Map<String, Object> of(Query query, QueryRow row) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("metric", query.metric());
    object.put("namespace", row.namespace());
    object.put("type", row.type().name().toLowerCase(Locale.ROOT));
    object.put("unit", row.unit().label());
    Map<String, String> matched = new LinkedHashMap<>(query.dimensions());
    for (int i = 0; i < row.group().size(); i++) {
      matched.put(query.groupBy().get(i), row.group().get(i));
    }
    object.put("dimensions", matched);
    object.put("start", Instant.ofEpochMilli(row.startEpochMillis()).toString());
    Map<String, Double> values = new LinkedHashMap<>();
    for (int i = 0; i < row.statistics().size(); i++) {
      OptionalDouble value = row.statistics().get(i);
      if (value.isPresent()) {
        values.put(query.statistics().get(i).label(), value.getAsDouble());
      }
    }
    object.put("statistics", values);
    return object;
  }
}
