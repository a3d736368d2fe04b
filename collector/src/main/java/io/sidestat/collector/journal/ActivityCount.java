package io.sidestat.collector.journal;

import io.sidestat.collector.model.MetricId;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The statements that count activity, within the caller's transaction. No value is read: for each
 * series and hour SQLite looks for one row of history, so that 10,000 series over a day are 240,000
 * look-ups in place of 14 million rows. Not thread-safe.
 */
final class ActivityCount {
  /** The rows of fragment in the stretch of time; the parameters are its ends. */
  private static final String IN_TIME = "start_ms + length_ms > ?1 AND start_ms < ?2";

  private static final String HOUR = "start_ms / " + Activity.HOUR_MILLIS;

  /** More than names and dimensions of a series have as a rule; 5,000 is the most that they can. */
  private static final int SERIES_CHARS = 400;

  private final Connection connection;
  private final long fromEpochMillis;
  private final long toEpochMillis;
  private final int seriesMax;

  ActivityCount(Connection connection, long fromEpochMillis, long toEpochMillis, int seriesMax) {
    this.connection = connection;
    this.fromEpochMillis = fromEpochMillis;
    this.toEpochMillis = toEpochMillis;
    this.seriesMax = seriesMax;
  }

  Activity count() throws SQLException, IOException {
    long start;
    long end;
    try (PreparedStatement select =
            select(
                "SELECT min(start_ms), max(start_ms + length_ms) FROM fragment WHERE " + IN_TIME);
        ResultSet rows = select.executeQuery()) {
      rows.next();
      start = rows.getLong(1);
      end = rows.getLong(2);
    }
    return new Activity(start, end, hours(), hoursBySeries(), requests(start, end));
  }

  private SortedSet<Long> hours() throws SQLException {
    SortedSet<Long> hours = new TreeSet<>();
    try (PreparedStatement select =
            select("SELECT DISTINCT " + HOUR + " FROM fragment WHERE " + IN_TIME);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        hours.add(rows.getLong(1));
      }
    }
    return hours;
  }

  /**
   * Ids of fragments ascend with time unless a clock was set back, so an hour's first and last id
   * narrow the search; the hour itself decides.
   */
  private Map<MetricId, List<Long>> hoursBySeries() throws SQLException, IOException {
    Map<Long, List<Long>> hoursByMetric = new HashMap<>();
    String sql =
        """
        WITH hours AS (
          SELECT %1$s AS hour, min(id) AS first, max(id) AS last
          FROM fragment WHERE %2$s GROUP BY 1)
        SELECT metric.id, hour FROM metric CROSS JOIN hours
        WHERE EXISTS (
          SELECT 1 FROM history JOIN fragment ON fragment.id = history.fragment
          WHERE history.metric = metric.id AND history.fragment BETWEEN first AND last
            AND %1$s = hour AND %2$s)
        """
            .formatted(HOUR, IN_TIME);
    try (PreparedStatement select = select(sql);
        ResultSet rows = select.executeQuery()) {
      // Each hour is one object, in whatever number of lists.
      Map<Long, Long> hours = new HashMap<>();
      while (rows.next()) {
        hoursByMetric
            .computeIfAbsent(rows.getLong(1), metric -> new ArrayList<>())
            .add(hours.computeIfAbsent(rows.getLong(2), hour -> hour));
        check(hoursByMetric.size(), 0);
      }
    }
    return named(hoursByMetric);
  }

  private Map<MetricId, List<Long>> named(Map<Long, List<Long>> hoursByMetric)
      throws SQLException, IOException {
    Map<MetricId, List<Long>> named = new HashMap<>();
    long chars = 0;
    try (PreparedStatement select = connection.prepareStatement(MetricRows.SELECT);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        List<Long> hours = hoursByMetric.get(MetricRows.key(rows));
        if (hours != null) {
          named.put(MetricRows.id(rows), hours);
          chars += MetricRows.chars(rows);
          check(named.size(), chars);
        }
      }
    }
    return named;
  }

  private void check(int series, long chars) {
    if (series > seriesMax || chars > (long) seriesMax * SERIES_CHARS) {
      throw new IllegalArgumentException(
          "there were more than %d series in that time, or as many characters in their names"
              .formatted(seriesMax));
    }
  }

  private long requests(long startEpochMillis, long endEpochMillis) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT count(*) FROM outbox WHERE start_ms >= ? AND start_ms < ?")) {
      select.setLong(1, startEpochMillis);
      select.setLong(2, endEpochMillis);
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private PreparedStatement select(String sql) throws SQLException {
    PreparedStatement select = connection.prepareStatement(sql);
    select.setLong(1, fromEpochMillis);
    select.setLong(2, toEpochMillis);
    return select;
  }
}
