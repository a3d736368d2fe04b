package io.sidestat.collector.bench;

import io.sidestat.collector.journal.HistoryFilter;
import io.sidestat.collector.journal.HistoryRow;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.GaugeSamples;
import io.sidestat.collector.model.SeriesValue;
import io.sidestat.collector.model.SetMembers;
import io.sidestat.collector.model.StatisticSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Holds a journal against what was sent. */
final class JournalCheck {
  /** Sums of doubles may differ in their last digits from the sum of the hundredths. */
  private static final double SUM_ERROR_MAX = 1e-12;

  private final Path journal;

  JournalCheck(Path journal) {
    this.journal = journal;
  }

  /** What differs, in words; empty if nothing does. */
  List<String> differences(List<SeriesTruth> truth) throws JournalException {
    List<String> differences = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(journal)) {
      for (SentType type : SentType.values()) {
        Map<String, SeriesTruth> sent = new HashMap<>();
        truth.stream()
            .filter(series -> series.type() == type)
            .forEach(series -> sent.put(series.endpoint(), series));
        Map<String, HistoryRow> found = found(reader, type);
        Set<String> all = new TreeSet<>(sent.keySet());
        all.addAll(found.keySet());
        for (String endpoint : all) {
          SeriesTruth wanted = sent.get(endpoint);
          HistoryRow row = found.get(endpoint);
          if (wanted == null || row == null || !same(wanted, row.value())) {
            differences.add("sent " + wanted + ", found " + row);
          }
        }
      }
    }
    return differences;
  }

  /** What all intervals together hold of each series; of gauges, the last one. */
  private static Map<String, HistoryRow> found(JournalReader reader, SentType type)
      throws JournalException {
    Map<String, HistoryRow> found = new HashMap<>();
    HistoryFilter filter = new HistoryFilter(type.metric, Map.of(), 0, Long.MAX_VALUE);
    reader.forEach(
        filter,
        row ->
            found.merge(
                row.id().dimension("Endpoint").orElse(""),
                row,
                type == SentType.GAUGE ? JournalCheck::later : JournalCheck::both));
    return found;
  }

  private static HistoryRow later(HistoryRow one, HistoryRow other) {
    return one.interval().startEpochMillis() > other.interval().startEpochMillis() ? one : other;
  }

  private static HistoryRow both(HistoryRow one, HistoryRow other) {
    return new HistoryRow(one.id(), one.interval(), one.value().merge(other.value()));
  }

  private static boolean same(SeriesTruth sent, SeriesValue found) {
    if (found instanceof Distribution timer) {
      return sent.type() == SentType.TIMER && same(sent, timer.statistics());
    }
    if (found instanceof CounterTotal counter) {
      return sent.type() == SentType.COUNTER && same(sent, counter.increments());
    }
    if (found instanceof GaugeSamples gauge) {
      return sent.type() == SentType.GAUGE
          && gauge.samples().statistics().max() == sent.lastHundredths() / 100.0;
    }
    return sent.type() == SentType.SET && ((SetMembers) found).size() == sent.distinct();
  }

  private static boolean same(SeriesTruth sent, StatisticSet found) {
    double sum = sent.sumHundredths() / 100.0;
    return found.count() == sent.count()
        && Math.abs(found.sum() - sum) <= sum * SUM_ERROR_MAX
        && found.min() == sent.minHundredths() / 100.0
        && found.max() == sent.maxHundredths() / 100.0;
  }
}
