package io.sidestat.collector.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The figures that must survive a restart, each within the caller's transaction. */
final class Counters {
  private final Connection connection;

  Counters(Connection connection) {
    this.connection = connection;
  }

  /** Adds to the counter of that name. */
  void add(String name, long more) throws SQLException {
    if (more == 0) {
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            INSERT INTO counter (name, value) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET value = value + excluded.value
            """)) {
      update.setString(1, name);
      update.setLong(2, more);
      update.executeUpdate();
    }
  }

  /** The counter of that name; 0 if nothing was ever added. */
  long value(String name) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT value FROM counter WHERE name = ?")) {
      select.setString(1, name);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }
}
