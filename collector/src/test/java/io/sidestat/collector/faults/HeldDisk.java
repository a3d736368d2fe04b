package io.sidestat.collector.faults;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Makes each commit to the journal wait, as a disk does whose fsync takes seconds. */
final class HeldDisk {
  /** Less than the collector waits for another's transaction. */
  static final Duration HELD = Duration.ofMillis(2_500);

  private HeldDisk() {}

  /** Begins to, on a thread of its own, and ends by itself. */
  static void hold(Path journal) {
    Thread thread = new Thread(() -> holdNow(journal), "held-disk");
    thread.setDaemon(true);
    thread.start();
  }

  private static void holdNow(Path journal) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + journal);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 2000");
      statement.execute("BEGIN IMMEDIATE");
      LockSupport.parkNanos(HELD.toNanos());
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      // The disk is full as well, or the collector gone: there is nothing to hold up.
    }
  }
}
