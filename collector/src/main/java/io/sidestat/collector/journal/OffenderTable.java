package io.sidestat.collector.journal;

import io.sidestat.collector.model.Offender;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the collector last knew of dimensions with many values; the statements run within the
 * caller's transaction. Not thread-safe.
 */
final class OffenderTable {
  private final Connection connection;

  /** What the table holds, as far as it is known. */
  private @Nullable List<Offender> written;

  OffenderTable(Connection connection) {
    this.connection = connection;
  }

  /** Replaces all, if they are others than before. */
  void replace(List<Offender> offenders) throws SQLException {
    if (offenders.equals(written)) {
      return;
    }
    try (Statement delete = connection.createStatement()) {
      delete.execute("DELETE FROM offender");
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO offender (rank, metric, dimension, value_count, at_least)"
                + " VALUES (?, ?, ?, ?, ?)")) {
      for (int rank = 0; rank < offenders.size(); rank++) {
        Offender offender = offenders.get(rank);
        insert.setInt(1, rank);
        insert.setString(2, offender.metric());
        insert.setString(3, offender.dimension());
        insert.setInt(4, offender.values());
        insert.setBoolean(5, offender.atLeast());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    written = offenders;
  }

  /** Must follow a rollback. */
  void forgetWritten() {
    written = null;
  }

  /** As they were given, in that order. */
  static List<Offender> read(Connection connection) throws SQLException {
    List<Offender> offenders = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT metric, dimension, value_count, at_least FROM offender ORDER BY rank")) {
      while (rows.next()) {
        offenders.add(
            new Offender(rows.getString(1), rows.getString(2), rows.getInt(3), rows.getBoolean(4)));
      }
    }
    return offenders;
  }
}
