package io.sidestat.collector.journal;

import io.sidestat.collector.model.Fragment;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The checkpoints' statements, each within the caller's transaction. Not thread-safe. */
final class CheckpointTable {
  private static final Logger log = LoggerFactory.getLogger(CheckpointTable.class);

  private final Connection connection;

  CheckpointTable(Connection connection) {
    this.connection = connection;
  }

  void insert(Checkpoint checkpoint) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO checkpoint (run, sequence, part, state, samples, body)
            VALUES (?, ?, ?, ?, ?, ?)
            """)) {
      insert.setString(1, checkpoint.run());
      insert.setLong(2, checkpoint.sequence());
      insert.setLong(3, checkpoint.part());
      insert.setString(4, checkpoint.state().label());
      insert.setLong(5, checkpoint.samples());
      insert.setBytes(6, checkpoint.body());
      insert.executeUpdate();
    }
  }

  /** Forgets the parts of a fragment, which is written as a whole now. */
  void delete(String run, long sequence) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM checkpoint WHERE run = ? AND sequence = ?")) {
      delete.setString(1, run);
      delete.setLong(2, sequence);
      delete.executeUpdate();
    }
  }

  /**
   * All that can be read into the list, a fragment's parts one after the other and in order; what
   * cannot is deleted. Answers how many samples that was.
   */
  long read(List<OpenFragment> parts) throws SQLException {
    List<Long> unreadable = new ArrayList<>();
    long lost = 0;
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT id, state, samples, body FROM checkpoint ORDER BY run, sequence, part
                """)) {
      while (rows.next()) {
        try {
          Fragment part = Codec.decodeFragment(rows.getBytes(4));
          parts.add(new OpenFragment(part, OutboxState.ofLabel(rows.getString(2))));
        } catch (IOException e) {
          unreadable.add(rows.getLong(1));
          lost += rows.getLong(3);
        }
      }
    }
    for (long id : unreadable) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("DELETE FROM checkpoint WHERE id = " + id);
      }
    }
    if (!unreadable.isEmpty()) {
      log.error(
          "checkpoints of the run before cannot be read, their samples are lost: checkpoints={}, samples={}",
          unreadable.size(),
          lost);
    }
    return lost;
  }
}
