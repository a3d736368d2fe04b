package io.sidestat.collector.journal;

import io.sidestat.collector.model.DatumBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the outbox for people, beside a running collector or without one. Not thread-safe. */
public final class OutboxReader {
  private final Path file;
  private final Connection connection;

  OutboxReader(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /** How the outbox stands. */
  public OutboxStatus status() throws JournalException {
    try {
      return new Outbox(connection).status();
    } catch (SQLException e) {
      throw cannotBeRead(e);
    }
  }

  /** The selected requests, oldest interval first, at most that many. */
  public List<OutboxEntry> entries(OutboxSelection selection, int rowsMax) throws JournalException {
    List<OutboxEntry> entries = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id, state, start_ms, attempts, retry_at_ms, datums, error FROM outbox"
                    + " WHERE "
                    + selection.condition()
                    + " ORDER BY start_ms, id LIMIT "
                    + rowsMax)) {
      while (rows.next()) {
        String error = rows.getString(7);
        entries.add(
            new OutboxEntry(
                rows.getLong(1),
                OutboxState.ofLabel(rows.getString(2)),
                rows.getLong(3),
                rows.getInt(4),
                rows.getLong(5),
                rows.getInt(6),
                error == null ? "" : error));
      }
      return entries;
    } catch (SQLException e) {
      throw cannotBeRead(e);
    }
  }

  /** What a request says; empty if there is none with that id, or CloudWatch has it. */
  public Optional<DatumBatch> batch(long id) throws JournalException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT body FROM outbox WHERE state != 'done' AND id = " + id)) {
      return rows.next() ? Optional.of(Codec.decodeBatch(rows.getBytes(1))) : Optional.empty();
    } catch (SQLException | IOException e) {
      throw cannotBeRead(e);
    }
  }

  private JournalException cannotBeRead(Exception e) {
    return new JournalException("journal cannot be read: file=" + file, e);
  }
}
