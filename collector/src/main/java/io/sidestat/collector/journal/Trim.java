package io.sidestat.collector.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Frees pages of a journal that has outgrown its bound, a tenth of the rows at a time, within the
 * caller's transaction. The file keeps its size; what is freed is written over.
 */
final class Trim {
  private final Connection connection;
  private long unsentDropped;

  Trim(Connection connection) {
    this.connection = connection;
  }

  /** Trims to the bound; whether there was anything to trim. */
  boolean to(long bytesMax) throws SQLException {
    boolean trimmed = false;
    while (usedBytes() > bytesMax && deleteSome()) {
      trimmed = true;
    }
    return trimmed;
  }

  /** Unsent requests that had to go. */
  long unsentDropped() {
    return unsentDropped;
  }

  private boolean deleteSome() throws SQLException {
    if (deleteTenth("fragment", "1") > 0
        || deleteTenth("outbox", "state IN ('done', 'local')") > 0) {
      return true;
    }
    int unsent = deleteTenth("outbox", "state != 'in_flight'");
    unsentDropped += unsent;
    return unsent > 0;
  }

  private long usedBytes() throws SQLException {
    return (number("PRAGMA page_count") - number("PRAGMA freelist_count"))
        * number("PRAGMA page_size");
  }

  private int deleteTenth(String table, String which) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(
          """
          DELETE FROM %1$s WHERE id IN (
            SELECT id FROM %1$s WHERE %2$s ORDER BY id
            LIMIT (SELECT count(*) / 10 + 1 FROM %1$s WHERE %2$s))
          """
              .formatted(table, which));
    }
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
