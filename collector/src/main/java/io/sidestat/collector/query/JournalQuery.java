package io.sidestat.collector.query;

import io.sidestat.collector.journal.HistoryFilter;
import io.sidestat.collector.journal.HistoryRow;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.GaugeSamples;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.NegativeSamples;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.SeriesValue;
import io.sidestat.collector.model.SetMembers;
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
  private final QueryBounds bounds;

  /**
   * Queries over that reader, which stays the caller's to close.
   *
   * @param grid of the accuracy that the history was recorded with
   */
  public JournalQuery(JournalReader reader, Grid grid, QueryBounds bounds) {
    this.reader = reader;
    this.grid = grid;
    this.bounds = bounds;
  }

  /** Series of another namespace, type or unit do not add up, so they are rows of their own. */
  private record Key(
      long startEpochMillis, String namespace, SeriesType type, Unit unit, List<String> group) {}

  /** The rows merged so far, within the bounds. */
  private final class Merged {
    private final Map<Key, SeriesValue> byKey = new HashMap<>();
    private final boolean percentiles;
    private long values;

    Merged(Query query) {
      percentiles = query.statistics().stream().anyMatch(Statistic::needsDistribution);
    }

    void add(Key key, SeriesValue value) {
      SeriesValue needed = percentiles ? value : withoutValues(value);
      SeriesValue before = byKey.get(key);
      SeriesValue now = before == null ? needed : merge(before, needed);
      values += values(now) - (before == null ? 0 : values(before));
      byKey.put(key, now);
      if (byKey.size() > bounds.rowsMax() || values > bounds.valuesMax()) {
        throw new IllegalArgumentException(
            "that would take more than %d rows or %d values; ask for less time, longer periods or fewer groups"
                .formatted(bounds.rowsMax(), bounds.valuesMax()));
      }
    }
  }

  /**
   * The rows, by time, then by group; none if there is no such data.
   *
   * @throws IllegalArgumentException if that takes more than the bounds; the message is for the
   *     user
   */
  public List<QueryRow> run(Query query) throws JournalException {
    Merged merged = new Merged(query);
    HistoryFilter filter =
        new HistoryFilter(
            query.metric(),
            query.dimensions(),
            query.from().toEpochMilli(),
            query.to().toEpochMilli());
    reader.forEach(filter, row -> merged.add(key(query, row), row.value()));
    List<QueryRow> rows = new ArrayList<>(merged.byKey.size());
    merged.byKey.forEach(
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

  /** What all statistics but percentiles take: of a year's samples no more than of one. */
  private static SeriesValue withoutValues(SeriesValue value) {
    if (value instanceof Distribution distribution) {
      return new CounterTotal(distribution.statistics());
    }
    return value instanceof GaugeSamples gauge
        ? new CounterTotal(gauge.samples().statistics())
        : value;
  }

  private static long values(SeriesValue value) {
    if (value instanceof Distribution distribution) {
      return distribution.size();
    }
    if (value instanceof GaugeSamples gauge) {
      return gauge.samples().size();
    }
    return value instanceof SetMembers set ? set.exact() ? set.size() : SetMembers.EXACT_MAX : 1;
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
