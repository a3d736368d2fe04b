package io.sidestat.collector.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/** The tables of one open file, and the transactions that change them. Not thread-safe. */
final class JournalTables implements AutoCloseable {
  private final Connection connection;
  private final Outbox outbox;
  private final History history;
  private final OffenderTable offenders;
  private final CheckpointTable checkpoints;
  private final Counters counters;
  private final Transactions transactions;

  private JournalTables(Path file, Connection connection, Consumer<SQLException> onDamage) {
    this.connection = connection;
    this.outbox = new Outbox(connection);
    this.history = new History(connection);
    this.offenders = new OffenderTable(connection);
    this.checkpoints = new CheckpointTable(connection);
    this.counters = new Counters(connection);
    this.transactions = new Transactions(file, connection, this::forgetWritten, onDamage);
  }

  private void forgetWritten() {
    history.forgetIds();
    offenders.forgetWritten();
  }

  /**
   * Opens the file, made if need be, and looks it through for damage.
   *
   * @param onDamage told when a statement finds the file damaged later on
   * @throws SQLException if it is damaged, as {@link JournalFile#isDamage} tells, or cannot be
   *     opened
   * @throws JournalException if it is somebody else's, or too new
   */
  static JournalTables open(
      Path file, List<String> pragmas, long nowEpochMillis, Consumer<SQLException> onDamage)
      throws SQLException, IOException, JournalException {
    OwnersOnly.makeFile(file);
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try {
      JournalTables tables = new JournalTables(file, connection, onDamage);
      tables.prepare(file, pragmas, nowEpochMillis);
      return tables;
    } catch (SQLException | JournalException e) {
      connection.close();
      throw e;
    }
  }

  private void prepare(Path file, List<String> pragmas, long nowEpochMillis)
      throws SQLException, JournalException {
    // Before anything is changed: the file may be somebody else's.
    Schema.check(connection, file);
    for (String pragma : pragmas) {
      transactions.execute(pragma);
    }
    JournalFile.check(connection);
    transactions.execute("BEGIN IMMEDIATE");
    Schema.prepare(connection);
    outbox.recover(nowEpochMillis);
    transactions.execute("COMMIT");
  }

  Outbox outbox() {
    return outbox;
  }

  History history() {
    return history;
  }

  CheckpointTable checkpoints() {
    return checkpoints;
  }

  Counters counters() {
    return counters;
  }

  Transactions transactions() {
    return transactions;
  }

  Trim trim() {
    return new Trim(connection);
  }

  /** Writes a closed interval, in place of its checkpoints. */
  void insert(PackedInterval interval, long nowEpochMillis) throws SQLException {
    history.insert(interval);
    for (PackedInterval.Request request : interval.requests()) {
      outbox.insert(
          interval.interval().startEpochMillis(),
          interval.state(),
          interval.notBeforeEpochMillis(),
          nowEpochMillis,
          request);
    }
    checkpoints.delete(interval.run(), interval.sequence());
    counters.add(Schema.SAMPLES_JOURNALED, interval.ledger().recorded());
    offenders.replace(interval.offenders());
  }

  /** Writes all that is in the tables to a file that is not there. */
  void copyTo(Path file) throws SQLException, IOException {
    OwnersOnly.makeFile(file);
    try (PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
      copy.setString(1, file.toString());
      copy.execute();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
