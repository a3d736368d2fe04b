package io.sidestat.collector.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

/**
 * Makes changes of the journal whole or not at all, each on the disk when it returns, and notes how
 * long that takes. Transactions are ours, not the driver's, which loses track when SQLite ends one
 * by itself. The caller sees to it that there is one at a time.
 */
final class Transactions {
  private final Path file;
  private final Connection connection;
  private final Runnable afterRollBack;
  private final Consumer<SQLException> onDamage;

  // Read by whoever asks, without waiting for a change under way.
  private volatile long lastCommitNanos;
  private volatile long longestCommitNanos;

  /**
   * Transactions on a connection.
   *
   * @param afterRollBack forgets what was remembered of a change that is not there
   * @param onDamage told, after all, when a statement finds the file damaged
   */
  Transactions(
      Path file, Connection connection, Runnable afterRollBack, Consumer<SQLException> onDamage) {
    this.file = file;
    this.connection = connection;
    this.afterRollBack = afterRollBack;
    this.onDamage = onDamage;
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
    Exception failure = null;
    long started = System.nanoTime();
    try {
      execute("BEGIN IMMEDIATE");
      change.run();
      execute("COMMIT");
      committed = true;
      lastCommitNanos = System.nanoTime() - started;
      longestCommitNanos = Math.max(longestCommitNanos, lastCommitNanos);
    } catch (SQLException | IOException e) {
      failure = e;
    } finally {
      if (!committed) {
        rollBack();
        afterRollBack.run();
      }
    }
    if (failure != null) {
      throw failed(what, failure);
    }
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
    if (e instanceof SQLException damage && JournalFile.isDamage(damage)) {
      onDamage.accept(damage);
    }
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
