package io.sidestat.collector.query;

import io.sidestat.collector.journal.HistoryFilter;
import io.sidestat.collector.journal.HistoryRow;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.NegativeSamples;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.SeriesValue;
import io.sidestat.collector.model.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers a {@link Query} from the journal. */
public final class JournalQuery {
  /**
   * Most values that a merge holds before they are put on the grid: far more than a grid has cells
   * for the samples of a timer, and little memory for each row of an answer.
   */
  private static final int VALUES_MAX = 4096;

  private final JournalReader reader;
  private final Grid grid;

  /**
   * Queries over that reader, which stays the caller's to close.
   *
   * @param grid of the accuracy that the history was recorded with
   */
  public JournalQuery(JournalReader reader, Grid grid) {
    this.reader = reader;
    this.grid = grid;
  }

  /** Series of another namespace, type or unit do not add up, so they are rows of their own. */
  private record Key(
      long startEpochMillis, String namespace, SeriesType type, Unit unit, List<String> group) {}

  /** The rows, by time, then by group; none if there is no such data. */
  public List<QueryRow> run(Query query) throws JournalException {
    Map<Key, SeriesValue> merged = new HashMap<>();
    HistoryFilter filter =
        new HistoryFilter(
            query.metric(),
            query.dimensions(),
            query.from().toEpochMilli(),
            query.to().toEpochMilli());
    reader.forEach(filter, row -> merged.merge(key(query, row), row.value(), this::merge));
    List<QueryRow> rows = new ArrayList<>(merged.size());
    merged.forEach(
        (key, value) ->
            rows.add(
                new QueryRow(
                    key.startEpochMillis(),
                    key.namespace(),
                    key.type(),
                    key.unit(),
                    key.group(),
                    query.statistics().stream().map(statistic -> statistic.of(value)).toList(),
                    NegativeSamples.takePercentilesFrom(value))));
    rows.sort(JournalQuery::byTimeThenGroup);
    return rows;
  }

  private SeriesValue merge(SeriesValue left, SeriesValue right) {
    SeriesValue merged = left.merge(right);
    return merged instanceof Distribution distribution
        ? grid.fit(distribution, VALUES_MAX)
        : merged;
  }

  private static Key key(Query query, HistoryRow row) {
    long start =
        query
            .period()
            .map(
                period ->
                    row.interval().startEpochMillis()
                        - Math.floorMod(row.interval().startEpochMillis(), period.toMillis()))
            .orElse(query.from().toEpochMilli());
    List<String> group =
        query.groupBy().stream().map(name -> row.id().dimension(name).orElse("")).toList();
    return new Key(start, row.id().namespace(), row.id().type(), row.id().unit(), group);
  }

  private static int byTimeThenGroup(QueryRow left, QueryRow right) {
    int order = Long.compare(left.startEpochMillis(), right.startEpochMillis());
    for (int i = 0; order == 0 && i < left.group().size(); i++) {
      order = left.group().get(i).compareTo(right.group().get(i));
    }
    if (order == 0) {
      order = left.namespace().compareTo(right.namespace());
    }
    if (order == 0) {
      order = left.type().compareTo(right.type());
    }
    return order == 0 ? left.unit().compareTo(right.unit()) : order;
  }
}
