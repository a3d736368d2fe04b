package io.sidestat.collector.journal;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.shape.RequestPacker;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the journal's tests share: a clock that is set by hand, fragments, and plain SQL. */
final class JournalFixtures {
  /** Every interval there is. */
  static final long EVER = Long.MAX_VALUE / 2;

  private JournalFixtures() {}

  static final class ManualClock implements InstantSource {
    long epochMillis = 1_000_000;

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(epochMillis);
    }
  }

  static List<DatumBatch> packed(Fragment fragment) {
    return new RequestPacker(Grid.within(0.005)).pack(fragment.interval(), fragment.series());
  }

  static void append(Journal journal, Fragment fragment, OutboxState state)
      throws JournalException {
    journal.append(fragment, packed(fragment), state);
  }

  /** Appends a minute with one counter of that name, whose request is ready. */
  static void appendReady(Journal journal, Feed feed, String name) throws JournalException {
    append(journal, feed.send(name + ":1|c").close(), OutboxState.READY);
  }

  static List<HistoryRow> history(Path file, String metric) throws JournalException {
    List<HistoryRow> rows = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(file)) {
      reader.forEach(new HistoryFilter(metric, Map.of(), 0, EVER), rows::add);
    }
    return rows;
  }

  /** Runs a statement on a connection of its own. */
  static void sql(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static long number(Path file, String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
