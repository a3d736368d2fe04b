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
  private final Counters counters;
  private long unsentDropped;

  Trim(Connection connection) {
    this.connection = connection;
    this.counters = new Counters(connection);
  }

  /** Trims to the bound; whether there was anything to trim. */
  boolean to(long bytesMax) throws SQLException {
    boolean trimmed = false;
    while (usedBytes() > bytesMax && deleteSome()) {
      trimmed = true;
    }
    counters.add(Schema.DROPPED, unsentDropped);
    return trimmed;
  }

  /** Unsent requests that had to go. */
  long unsentDropped() {
    return unsentDropped;
  }

  private boolean deleteSome() throws SQLException {
    if (deleteTenth("fragment", "1", "0").rows() > 0
        || deleteTenth("outbox", "state = 'done'", "0").rows() > 0) {
      return true;
    }
    Deleted local = deleteTenth("outbox", "state = 'local'", "samples");
    counters.add(Schema.SAMPLES_LOCAL_FORGOTTEN, local.samples());
    if (local.rows() > 0) {
      return true;
    }
    Deleted unsent = deleteTenth("outbox", "state != 'in_flight'", "samples");
    counters.add(Schema.SAMPLES_DROPPED, unsent.samples());
    unsentDropped += unsent.rows();
    return unsent.rows() > 0;
  }

  private record Deleted(int rows, long samples) {}

  private long usedBytes() throws SQLException {
    return (number("PRAGMA page_count") - number("PRAGMA freelist_count"))
        * number("PRAGMA page_size");
  }

  private Deleted deleteTenth(String table, String which, String samples) throws SQLException {
    int deleted = 0;
    long samplesDeleted = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                DELETE FROM %1$s WHERE id IN (
                  SELECT id FROM %1$s WHERE %2$s ORDER BY id
                  LIMIT (SELECT count(*) / 10 + 1 FROM %1$s WHERE %2$s))
                RETURNING %3$s
                """
                    .formatted(table, which, samples))) {
      while (rows.next()) {
        deleted++;
        samplesDeleted += rows.getLong(1);
      }
    }
    return new Deleted(deleted, samplesDeleted);
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
