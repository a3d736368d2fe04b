package io.sidestat.collector.journal;

import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.MetricId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The history's statements, each within the caller's transaction. Not thread-safe. */
final class History {
  private final Connection connection;
  private final Map<MetricId, Long> metricIds = new HashMap<>();

  History(Connection connection) {
    this.connection = connection;
  }

  void insert(PackedInterval fragment) throws SQLException {
    insertSeries(insertFragment(fragment), fragment.history());
  }

  private long insertFragment(PackedInterval fragment) throws SQLException {
    Ledger ledger = fragment.ledger();
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO fragment (run, sequence, start_ms, length_ms,
              datagrams, received, aggregated, folded, rejected, skipped, refused)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
            """)) {
      insert.setString(1, fragment.run());
      insert.setLong(2, fragment.sequence());
      insert.setLong(3, fragment.interval().startEpochMillis());
      insert.setLong(4, fragment.interval().lengthMillis());
      insert.setLong(5, ledger.datagrams());
      insert.setLong(6, ledger.received());
      insert.setLong(7, ledger.aggregated());
      insert.setLong(8, ledger.folded());
      insert.setLong(9, ledger.rejectedTotal());
      insert.setLong(10, ledger.skipped());
      insert.setLong(11, ledger.refused());
      return id(insert);
    }
  }

  private void insertSeries(long fragmentId, List<PackedInterval.Held> series) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO history (fragment, metric, value) VALUES (?, ?, ?)")) {
      for (PackedInterval.Held one : series) {
        insert.setLong(1, fragmentId);
        insert.setLong(2, metricId(one.id()));
        insert.setBytes(3, one.value());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private long metricId(MetricId metric) throws SQLException {
    Long known = metricIds.get(metric);
    if (known != null) {
      return known;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO metric (type, namespace, name, unit, dimensions) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET name = excluded.name RETURNING id
            """)) {
      insert.setString(1, metric.type().name());
      insert.setString(2, metric.namespace());
      insert.setString(3, metric.name());
      insert.setString(4, metric.unit().label());
      insert.setString(5, Codec.dimensionsText(metric.dimensions()));
      long id = id(insert);
      metricIds.put(metric, id);
      return id;
    }
  }

  private static long id(PreparedStatement insert) throws SQLException {
    try (ResultSet rows = insert.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  void prune(long beforeEpochMillis) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM fragment WHERE start_ms < ?")) {
      delete.setLong(1, beforeEpochMillis);
      if (delete.executeUpdate() > 0) {
        forgetUnusedMetrics();
      }
    }
  }

  /** Forgets the names that nothing is left of. */
  void forgetUnusedMetrics() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "DELETE FROM metric WHERE NOT EXISTS (SELECT 1 FROM history WHERE metric = metric.id)");
    }
    forgetIds();
  }

  /** Must follow a rollback: ids that were given out in the transaction are gone with it. */
  void forgetIds() {
    metricIds.clear();
  }
}
