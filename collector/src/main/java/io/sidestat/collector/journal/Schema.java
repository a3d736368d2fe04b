package io.sidestat.collector.journal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The journal's tables.
 *
 * <pre>
 * metric    a row for each identity ever seen: type, namespace, name, unit, dimensions as JSON
 * fragment  a row for each closed interval of a run, with its ledger
 * history   what each original series held in a fragment; roll-ups are not in it
 * outbox    packed requests, roll-ups included, and how far each has come; a ready one is not sent
 *           before retry_at_ms, the first time neither. A sample counts in the one request that has
 *           its original series
 * checkpoint what came into an interval that is still open, or was when its run died, in parts
 * counter   figures that must survive a restart
 * offender  dimensions with the most values when an interval was last written, rank 0 first
 * </pre>
 *
 * <p>Times are milliseconds since the epoch; blobs are {@link Codec}'s. The schema's version is
 * SQLite's user_version.
 */
final class Schema {
  static final int VERSION = 3;

  /** The counter of sends whose outcome was never learned. */
  static final String AMBIGUOUS = "ambiguous_sends";

  /** The counter of samples in intervals written. */
  static final String SAMPLES_JOURNALED = "samples_journaled";

  /** The counter of samples in requests that CloudWatch has. */
  static final String SAMPLES_ACKNOWLEDGED = "samples_acknowledged";

  /** The counter of samples in requests that were local and are forgotten. */
  static final String SAMPLES_LOCAL_FORGOTTEN = "samples_local_forgotten";

  /** The counter of samples in requests dropped unsent. */
  static final String SAMPLES_DROPPED = "samples_dropped";

  /** The counter of requests dropped unsent because the journal outgrew its bound. */
  static final String DROPPED = "dropped_requests";

  private static final String[] TABLES = {
    """
    CREATE TABLE metric (
      id INTEGER PRIMARY KEY,
      type TEXT NOT NULL,
      namespace TEXT NOT NULL,
      name TEXT NOT NULL,
      unit TEXT NOT NULL,
      dimensions TEXT NOT NULL,
      UNIQUE (name, namespace, type, unit, dimensions))
    """,
    """
    CREATE TABLE fragment (
      id INTEGER PRIMARY KEY,
      run TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      start_ms INTEGER NOT NULL,
      length_ms INTEGER NOT NULL,
      datagrams INTEGER NOT NULL,
      received INTEGER NOT NULL,
      aggregated INTEGER NOT NULL,
      rejected INTEGER NOT NULL,
      refused INTEGER NOT NULL,
      UNIQUE (run, sequence))
    """,
    "CREATE INDEX fragment_by_start ON fragment (start_ms)",
    """
    CREATE TABLE history (
      fragment INTEGER NOT NULL REFERENCES fragment (id) ON DELETE CASCADE,
      metric INTEGER NOT NULL REFERENCES metric (id),
      value BLOB NOT NULL,
      PRIMARY KEY (metric, fragment)) WITHOUT ROWID
    """,
    "CREATE INDEX history_by_fragment ON history (fragment)",
    """
    CREATE TABLE outbox (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      start_ms INTEGER NOT NULL,
      state TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      retry_at_ms INTEGER NOT NULL DEFAULT 0,
      changed_ms INTEGER NOT NULL,
      datums INTEGER NOT NULL,
      error TEXT,
      body BLOB NOT NULL)
    """,
    "CREATE INDEX outbox_by_state ON outbox (state, retry_at_ms, id)",
    "CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
  };

  /** What made version 2 of version 1. */
  private static final String[] TO_VERSION_2 = {
    "ALTER TABLE fragment ADD COLUMN folded INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE fragment ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0",
    """
    CREATE TABLE offender (
      rank INTEGER PRIMARY KEY,
      metric TEXT NOT NULL,
      dimension TEXT NOT NULL,
      value_count INTEGER NOT NULL,
      at_least INTEGER NOT NULL)
    """,
  };

  /** What made version 3 of version 2. */
  private static final String[] TO_VERSION_3 = {
    "ALTER TABLE outbox ADD COLUMN samples INTEGER NOT NULL DEFAULT 0",
    """
    CREATE TABLE checkpoint (
      id INTEGER PRIMARY KEY,
      run TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      part INTEGER NOT NULL,
      state TEXT NOT NULL,
      samples INTEGER NOT NULL,
      body BLOB NOT NULL,
      UNIQUE (run, sequence, part))
    """,
  };

  private static final String[][] STEPS = {TABLES, TO_VERSION_2, TO_VERSION_3};

  private Schema() {}

  /**
   * Changes nothing.
   *
   * @throws JournalException if a newer Sidestat made the tables, or somebody else did
   */
  static void check(Connection connection, Object file) throws SQLException, JournalException {
    int version = version(connection);
    if (version > VERSION) {
      throw new JournalException(
          "journal schema is too new: version=%d, supported=%d, file=%s; use the Sidestat that wrote it, or another journal.path"
              .formatted(version, VERSION, file));
    }
    if (version == 0 && hasTables(connection)) {
      throw new JournalException(
          "file is a database, but not a Sidestat journal: file=%s; set another journal.path"
              .formatted(file));
    }
  }

  /** Makes the tables if the file is new, and brings those of an older version up to this one. */
  static void prepare(Connection connection) throws SQLException {
    int version = version(connection);
    if (version < VERSION) {
      upgrade(connection, version);
    }
  }

  private static void upgrade(Connection connection, int from) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (int step = from; step < VERSION; step++) {
        for (String change : STEPS[step]) {
          statement.execute(change);
        }
      }
      statement.execute("PRAGMA user_version = " + VERSION);
    }
  }

  private static boolean hasTables(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1 FROM sqlite_master LIMIT 1")) {
      return rows.next();
    }
  }

  static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }
}
