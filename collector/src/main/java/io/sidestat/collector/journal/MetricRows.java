package io.sidestat.collector.journal;

import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.Unit;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads rows of the table metric. */
final class MetricRows {
  /** Every row, in the columns that {@link #key} and {@link #id} read. */
  static final String SELECT = "SELECT id, type, namespace, name, unit, dimensions FROM metric";

  private MetricRows() {}

  static long key(ResultSet row) throws SQLException {
    return row.getLong(1);
  }

  static MetricId id(ResultSet row) throws SQLException, IOException {
    return new MetricId(
        SeriesType.valueOf(row.getString(2)),
        row.getString(3),
        row.getString(4),
        Unit.ofLabel(row.getString(5)),
        Codec.dimensions(row.getString(6)));
  }

  /** How long its names are. */
  static int chars(ResultSet row) throws SQLException {
    return row.getString(4).length() + row.getString(6).length();
  }
}
