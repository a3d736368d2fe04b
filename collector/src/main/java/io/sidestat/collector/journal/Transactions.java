package io.sidestat.collector.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes changes of the journal whole or not at all, each on the disk when it returns, and notes how
 * long that takes. Transactions are ours, not the driver's, which loses track when SQLite ends one
 * by itself. The caller sees to it that there is one at a time.
 */
final class Transactions {
  private final Path file;
  private final Connection connection;
  private final Runnable afterRollBack;

  // Read by whoever asks, without waiting for a change under way.
  private volatile long lastCommitNanos;
  private volatile long longestCommitNanos;

  /**
   * Transactions on a connection.
   *
   * @param afterRollBack forgets what was remembered of a change that is not there
   */
  Transactions(Path file, Connection connection, Runnable afterRollBack) {
    this.file = file;
    this.connection = connection;
    this.afterRollBack = afterRollBack;
  }

  /** Statements within a transaction. */
  interface Change {
    void run() throws SQLException, IOException;
  }

  /** Statements that answer something. */
  interface Read<T> {
    T run() throws SQLException, IOException;
  }

  /** Makes a change; the words say what cannot be done if it fails. */
  void change(String what, Change change) throws JournalException {
    boolean committed = false;
    long started = System.nanoTime();
    try {
      execute("BEGIN IMMEDIATE");
      change.run();
      execute("COMMIT");
      committed = true;
      lastCommitNanos = System.nanoTime() - started;
      longestCommitNanos = Math.max(longestCommitNanos, lastCommitNanos);
    } catch (SQLException | IOException e) {
      throw failed(what, e);
    } finally {
      if (!committed) {
        rollBack();
        afterRollBack.run();
      }
    }
  }

  /** Makes a change that answers how many rows it was of. */
  int counted(String what, Read<Integer> change) throws JournalException {
    int[] count = new int[1];
    change(what, () -> count[0] = change.run());
    return count[0];
  }

  /** Reads, in no transaction. */
  <T> T read(String what, Read<T> read) throws JournalException {
    try {
      return read.run();
    } catch (SQLException | IOException e) {
      throw failed(what, e);
    }
  }

  private JournalException failed(String what, Exception e) {
    return new JournalException("journal cannot " + what + ": file=" + file, e);
  }

  private void rollBack() {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      // A full disk makes SQLite roll back by itself; then there is nothing left to roll back.
    }
  }

  /** Runs one statement as it is. */
  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** How long the last change took to be on the disk. */
  long lastCommitNanos() {
    return lastCommitNanos;
  }

  /** The longest of them. */
  long longestCommitNanos() {
    return longestCommitNanos;
  }
}
