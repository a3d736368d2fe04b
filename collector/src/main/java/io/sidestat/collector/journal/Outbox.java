package io.sidestat.collector.journal;

import io.sidestat.collector.model.DatumBatch;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The outbox's statements, each within the caller's transaction. Not thread-safe. */
final class Outbox {
  /** What is left of a request's content once CloudWatch has it. */
  private static final byte[] LET_GO = new byte[0];

  /**
   * Nothing is put off for more than a minute, so what is due further ahead was put off before the
   * clock was set back, and is due now.
   */
  private static final long AHEAD_MILLIS_MAX = 120_000;

  private final Connection connection;
  private final Counters counters;

  Outbox(Connection connection) {
    this.connection = connection;
    this.counters = new Counters(connection);
  }

  void insert(
      long startEpochMillis,
      OutboxState state,
      long notBeforeEpochMillis,
      long nowEpochMillis,
      PackedInterval.Request request)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO outbox (start_ms, state, retry_at_ms, changed_ms, datums, samples, body)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """)) {
      insert.setLong(1, startEpochMillis);
      insert.setString(2, state.label());
      insert.setLong(3, notBeforeEpochMillis);
      insert.setLong(4, nowEpochMillis);
      insert.setInt(5, request.datums());
      insert.setLong(6, request.samples());
      insert.setBytes(7, request.body());
      insert.executeUpdate();
    }
  }

  /** Gives new rows of an empty table numbers above that one. */
  void numberAbove(long id) throws SQLException {
    update("INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', ?)", id);
  }

  /** Makes ready again what a dead run left in flight. */
  void recover(long nowEpochMillis) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            UPDATE outbox SET state = 'ready', retry_at_ms = 0, changed_ms = ?,
              error = 'the outcome of the last attempt is unknown'
            WHERE state = 'in_flight'
            """)) {
      update.setLong(1, nowEpochMillis);
      countAmbiguous(update.executeUpdate());
    }
  }

  void countAmbiguous(int sends) throws SQLException {
    counters.add(Schema.AMBIGUOUS, sends);
  }

  /**
   * Ready rows whose time has come. Rows whose content cannot be read are set aside, so that they
   * do not hold up the others.
   *
   * @param early those that were never attempted too, due or not
   */
  List<OutboxRow> peek(long nowEpochMillis, boolean early, int rowsMax) throws SQLException {
    List<OutboxRow> rows = new ArrayList<>();
    Map<Long, String> unreadable = new LinkedHashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT id, start_ms, attempts, body FROM outbox
            WHERE state = 'ready'
              AND (retry_at_ms NOT BETWEEN ? AND ? OR (? AND attempts = 0))
            ORDER BY start_ms, id LIMIT ?
            """)) {
      select.setLong(1, nowEpochMillis + 1);
      select.setLong(2, nowEpochMillis + AHEAD_MILLIS_MAX);
      select.setBoolean(3, early);
      select.setInt(4, rowsMax);
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          try {
            DatumBatch batch = Codec.decodeBatch(found.getBytes(4));
            rows.add(new OutboxRow(found.getLong(1), found.getLong(2), found.getInt(3), batch));
          } catch (IOException e) {
            unreadable.put(
                found.getLong(1), "the journal's copy cannot be read: " + e.getMessage());
          }
        }
      }
    }
    for (Map.Entry<Long, String> row : unreadable.entrySet()) {
      quarantine(row.getKey(), row.getValue(), nowEpochMillis);
    }
    return rows;
  }

  /** Empty if no ready row waits for its time. */
  OptionalLong millisToNextDue(long nowEpochMillis) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT retry_at_ms FROM outbox
            WHERE state = 'ready' AND retry_at_ms > ? ORDER BY retry_at_ms LIMIT 1
            """)) {
      select.setLong(1, nowEpochMillis);
      try (ResultSet found = select.executeQuery()) {
        return found.next()
            ? OptionalLong.of(found.getLong(1) - nowEpochMillis)
            : OptionalLong.empty();
      }
    }
  }

  void markInFlight(long id, long nowEpochMillis) throws SQLException {
    update(
        "UPDATE outbox SET state = 'in_flight', attempts = attempts + 1, changed_ms = ? WHERE id = ?",
        nowEpochMillis,
        id);
  }

  void acknowledge(long id, long nowEpochMillis) throws SQLException {
    counters.add(Schema.SAMPLES_ACKNOWLEDGED, samples("id = " + id + " AND state != 'done'"));
    update(
        "UPDATE outbox SET state = 'done', error = NULL, body = ?, changed_ms = ? WHERE id = ?",
        LET_GO,
        nowEpochMillis,
        id);
  }

  void release(long id, long retryAtEpochMillis, String error, long nowEpochMillis)
      throws SQLException {
    update(
        "UPDATE outbox SET state = 'ready', retry_at_ms = ?, error = ?, changed_ms = ? WHERE id = ?",
        retryAtEpochMillis,
        error,
        nowEpochMillis,
        id);
  }

  void quarantine(long id, String error, long nowEpochMillis) throws SQLException {
    update(
        "UPDATE outbox SET state = 'quarantined', error = ?, changed_ms = ? WHERE id = ?",
        error,
        nowEpochMillis,
        id);
  }

  /** Puts two requests in the place of one, due at once. */
  void split(OutboxRow row, List<DatumBatch> parts, long nowEpochMillis) throws SQLException {
    update("DELETE FROM outbox WHERE id = ?", row.id());
    for (DatumBatch part : parts) {
      insert(
          row.startEpochMillis(),
          OutboxState.READY,
          0,
          nowEpochMillis,
          PackedInterval.Request.of(part));
    }
  }

  /** Makes due at once what waits for another attempt. */
  void hasten(long nowEpochMillis) throws SQLException {
    update(
        "UPDATE outbox SET retry_at_ms = 0, changed_ms = ? WHERE state = 'ready' AND attempts > 0",
        nowEpochMillis);
  }

  /** Gives up ready rows of intervals that began before that time; answers how many. */
  int expire(long beforeEpochMillis, String error, long nowEpochMillis) throws SQLException {
    return update(
        "UPDATE outbox SET state = 'dead', error = ?, changed_ms = ?"
            + " WHERE state = 'ready' AND start_ms < ?",
        error,
        nowEpochMillis,
        beforeEpochMillis);
  }

  /** Makes ready, and due at once, what was selected and may be; answers how many. */
  int retry(OutboxSelection selection, long nowEpochMillis) throws SQLException {
    return update(
        "UPDATE outbox SET state = 'ready', retry_at_ms = 0, attempts = 0, changed_ms = ? WHERE "
            + changeable(selection),
        nowEpochMillis);
  }

  /** Deletes what was selected and may be, and counts it as dropped; answers how many. */
  int drop(OutboxSelection selection) throws SQLException {
    counters.add(Schema.SAMPLES_DROPPED, samples(changeable(selection)));
    int dropped = update("DELETE FROM outbox WHERE " + changeable(selection));
    counters.add(Schema.DROPPED, dropped);
    return dropped;
  }

  private static String changeable(OutboxSelection selection) {
    return selection.condition() + " AND " + OutboxSelection.in(OutboxSelection.CHANGEABLE);
  }

  void prune(long beforeEpochMillis) throws SQLException {
    counters.add(
        Schema.SAMPLES_LOCAL_FORGOTTEN,
        samples("state = 'local' AND start_ms < " + beforeEpochMillis));
    update(
        "DELETE FROM outbox WHERE state IN ('done', 'local') AND start_ms < ?", beforeEpochMillis);
  }

  private int update(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    }
  }

  /** Samples in the rows for which the condition, of our own words and numbers, holds. */
  private long samples(String condition) throws SQLException {
    return number("SELECT coalesce(sum(samples), 0) FROM outbox WHERE " + condition);
  }

  OutboxStatus status() throws SQLException {
    Map<OutboxState, Long> requests = new EnumMap<>(OutboxState.class);
    Map<OutboxState, Long> samples = new EnumMap<>(OutboxState.class);
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT state, count(*), sum(samples) FROM outbox GROUP BY state")) {
      while (rows.next()) {
        OutboxState state = OutboxState.ofLabel(rows.getString(1));
        requests.put(state, rows.getLong(2));
        samples.put(state, rows.getLong(3));
      }
    }
    long oldest = number("SELECT min(start_ms) FROM outbox WHERE state IN ('ready', 'in_flight')");
    return new OutboxStatus(
        requests,
        counters.value(Schema.AMBIGUOUS),
        counters.value(Schema.DROPPED),
        oldest,
        sampleStates(samples));
  }

  private SampleStates sampleStates(Map<OutboxState, Long> inRows) throws SQLException {
    return new SampleStates(
        counters.value(Schema.SAMPLES_JOURNALED),
        counters.value(Schema.SAMPLES_ACKNOWLEDGED),
        inRows.getOrDefault(OutboxState.READY, 0L) + inRows.getOrDefault(OutboxState.IN_FLIGHT, 0L),
        inRows.getOrDefault(OutboxState.LOCAL, 0L) + counters.value(Schema.SAMPLES_LOCAL_FORGOTTEN),
        inRows.getOrDefault(OutboxState.QUARANTINED, 0L),
        inRows.getOrDefault(OutboxState.DEAD, 0L),
        counters.value(Schema.SAMPLES_DROPPED));
  }

  /** The query's one number; 0 if there is none. */
  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }
}
