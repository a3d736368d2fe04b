package io.sidestat.collector.query;

import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.MetricId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what was measured from this host's journal. */
public final class JournalMetrics implements MetricReader {
  private final JournalReader reader;
  private final JournalQuery journal;

  /**
   * Reads over that reader, and closes it when it is closed.
   *
   * @param grid of the accuracy that the history was recorded with
   */
  public JournalMetrics(JournalReader reader, Grid grid, QueryBounds bounds) {
    this.reader = reader;
    this.journal = new JournalQuery(reader, grid, bounds);
  }

  @Override
  public List<SortedMap<Long, Double>> read(
      List<MetricQuestion> questions, TimeRange range, Duration period) throws MetricReadException {
    List<SortedMap<Long, Double>> answers = new ArrayList<>();
    try {
      for (MetricQuestion question : questions) {
        answers.add(read(question, range, period));
      }
    } catch (JournalException | IllegalArgumentException e) {
      throw new MetricReadException(String.valueOf(e.getMessage()), false, e);
    }
    return answers;
  }

  private SortedMap<Long, Double> read(MetricQuestion question, TimeRange range, Duration period)
      throws JournalException {
    MetricId id = question.id();
    Map<String, String> dimensions = new LinkedHashMap<>();
    for (Dimension dimension : id.dimensions()) {
      dimensions.put(dimension.name(), dimension.value());
    }
    boolean whole = period.equals(range.length());
    Query query =
        new Query(
            id.name(),
            dimensions,
            List.of(),
            whole ? Optional.empty() : Optional.of(period),
            range.from(),
            range.to(),
            List.of(question.statistic()));
    SortedMap<Long, Double> values = new TreeMap<>();
    for (QueryRow row : journal.run(query)) {
      boolean asked =
          row.namespace().equals(id.namespace())
              && row.type() == id.type()
              && row.unit() == id.unit();
      if (asked && row.statistics().get(0).isPresent()) {
        values.put(row.startEpochMillis(), row.statistics().get(0).getAsDouble());
      }
    }
    return values;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (JournalException e) {
      // It was read only; nothing is lost.
    }
  }
}
