package io.sidestat.collector.journal;

import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.Offender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * The reading side of the journal: read-only, in short transactions, beside a running collector or
 * without one. Not thread-safe.
 */
public final class JournalReader implements AutoCloseable {
  private static final int BUSY_TIMEOUT_MILLIS = 5_000;

  /** More than any row of ours: the file may be anybody's, and SQLite's own limit is a gigabyte. */
  private static final int ROW_BYTES_MAX = Codec.DISTRIBUTION_BYTES_MAX;

  private final Path file;
  private final Connection connection;

  private JournalReader(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /**
   * Opens a journal to read.
   *
   * @throws JournalException if there is none, or it cannot be read
   */
  public static JournalReader open(Path file) throws JournalException {
    Path absolute = file.toAbsolutePath();
    if (!Files.exists(absolute)) {
      throw new JournalException(
          "there is no journal: file=%s; has the collector run with this journal.path?"
              .formatted(absolute));
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    config.setPragma(SQLiteConfig.Pragma.LIMIT_LENGTH, Integer.toString(ROW_BYTES_MAX));
    Connection connection = null;
    try {
      connection = config.createConnection("jdbc:sqlite:" + absolute);
      int version = Schema.version(connection);
      if (version != Schema.VERSION) {
        throw new JournalException(
            "journal schema is not this Sidestat's: version=%d, supported=%d, file=%s"
                .formatted(version, Schema.VERSION, absolute));
      }
      return new JournalReader(absolute, connection);
    } catch (SQLException e) {
      closeQuietly(connection);
      throw SqliteLibrary.notLoaded(e)
          .orElseGet(() -> new JournalException("journal cannot be read: file=" + absolute, e));
    } catch (JournalException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  private static void closeQuietly(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // The failure being reported matters more.
    }
  }

  /**
   * Visits the history that the filter lets through, in no particular order. Holds one series at a
   * time: there may have been hundreds of thousands of a name.
   */
  public void forEach(HistoryFilter filter, Consumer<HistoryRow> visitor) throws JournalException {
    try (PreparedStatement select =
            connection.prepareStatement(MetricRows.SELECT + " WHERE name = ?");
        PreparedStatement ofSeries =
            connection.prepareStatement(
                """
                SELECT start_ms, length_ms, value
                FROM history JOIN fragment ON fragment = fragment.id
                WHERE metric = ? AND start_ms + length_ms > ? AND start_ms < ?
                """)) {
      select.setString(1, filter.name());
      ofSeries.setLong(2, filter.fromEpochMillis());
      ofSeries.setLong(3, filter.toEpochMillis());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          MetricId id = MetricRows.id(rows);
          if (filter.matches(id)) {
            ofSeries.setLong(1, MetricRows.key(rows));
            visit(ofSeries, id, visitor);
          }
        }
      }
    } catch (SQLException | IOException e) {
      throw new JournalException("journal cannot be read: file=" + file, e);
    }
  }

  private static void visit(PreparedStatement select, MetricId id, Consumer<HistoryRow> visitor)
      throws SQLException, IOException {
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        visitor.accept(
            new HistoryRow(
                id,
                new Interval(rows.getLong(1), rows.getLong(2)),
                Codec.decode(id.type(), rows.getBytes(3))));
      }
    }
  }

  /**
   * Visits what the newest interval held, a row for each series and each fragment that it came in;
   * the rows of a series follow each other.
   */
  public void forEachLatest(Consumer<HistoryRow> visitor) throws JournalException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT metric.id, type, namespace, name, unit, dimensions, start_ms, length_ms, value
                FROM fragment JOIN history ON history.fragment = fragment.id
                JOIN metric ON metric.id = history.metric
                WHERE start_ms = (SELECT MAX(start_ms) FROM fragment)
                ORDER BY metric.id
                """)) {
      while (rows.next()) {
        MetricId id = MetricRows.id(rows);
        visitor.accept(
            new HistoryRow(
                id,
                new Interval(rows.getLong(7), rows.getLong(8)),
                Codec.decode(id.type(), rows.getBytes(9))));
      }
    } catch (SQLException | IOException e) {
      throw new JournalException("journal cannot be read: file=" + file, e);
    }
  }

  /**
   * The requests that CloudWatch is not known to have, of intervals in that stretch of time,
   * whatever else their state.
   *
   * @param fromEpochMillis inclusive start of the first interval
   * @param toEpochMillis exclusive
   */
  public List<DatumBatch> unsentRequests(long fromEpochMillis, long toEpochMillis)
      throws JournalException {
    List<DatumBatch> batches = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT body FROM outbox
            WHERE state != 'done' AND start_ms >= ? AND start_ms < ? ORDER BY id
            """)) {
      select.setLong(1, fromEpochMillis);
      select.setLong(2, toEpochMillis);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          batches.add(Codec.decodeBatch(rows.getBytes(1)));
        }
      }
      return batches;
    } catch (SQLException | IOException e) {
      throw new JournalException("journal cannot be read: file=" + file, e);
    }
  }

  /**
   * Which series were there in which hours, and how many requests that took, as of one moment.
   *
   * @param fromEpochMillis inclusive: intervals that end after it
   * @param toEpochMillis exclusive: intervals that start before it
   * @param seriesMax how many series may be held in memory
   * @throws IllegalArgumentException if there were more
   */
  public Activity activity(long fromEpochMillis, long toEpochMillis, int seriesMax)
      throws JournalException {
    try (Statement transaction = connection.createStatement()) {
      // One snapshot for all statements: a running collector may append and prune between them.
      transaction.execute("BEGIN");
      try {
        return new ActivityCount(connection, fromEpochMillis, toEpochMillis, seriesMax).count();
      } finally {
        transaction.execute("ROLLBACK");
      }
    } catch (SQLException | IOException e) {
      throw new JournalException("journal cannot be read: file=" + file, e);
    }
  }

  /** The names of all metrics that the journal has seen, ascending. */
  public SortedSet<String> metricNames() throws JournalException {
    SortedSet<String> names = new TreeSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT DISTINCT name FROM metric")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
      return names;
    } catch (SQLException e) {
      throw new JournalException("journal cannot be read: file=" + file, e);
    }
  }

  /**
   * The dimensions with the most values when the collector last wrote an interval, most first; at
   * most 10. Names are untrusted: {@link Offender#described} escapes them.
   */
  public List<Offender> offenders() throws JournalException {
    try {
      return OffenderTable.read(connection);
    } catch (SQLException e) {
      throw new JournalException("journal cannot be read: file=" + file, e);
    }
  }

  /** The outbox, to be read until this is closed. */
  public OutboxReader outbox() {
    return new OutboxReader(file, connection);
  }

  @Override
  public void close() throws JournalException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new JournalException("journal cannot close: file=" + file, e);
    }
  }
}
