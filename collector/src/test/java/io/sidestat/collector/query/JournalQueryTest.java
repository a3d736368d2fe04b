package io.sidestat.collector.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.StatisticSet;
import io.sidestat.collector.model.Unit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalQueryTest {
  private final Feed feed = new Feed();
  private final Path file;
  private final Journal journal;

  JournalQueryTest(@TempDir Path directory) throws JournalException {
    file = directory.resolve("journal.db");
    journal = Journal.open(file, Instant::now);
  }

  @AfterEach
  void close() throws JournalException {
    journal.close();
  }

  private void minute(String... lines) throws JournalException {
    journal.append(feed.send(lines).close(), List.of(), OutboxState.LOCAL);
  }

  private List<QueryRow> run(Query query) throws JournalException {
    return run(query, QueryBounds.NONE);
  }

  private List<QueryRow> run(Query query, QueryBounds bounds) throws JournalException {
    try (JournalReader reader = JournalReader.open(file)) {
      return new JournalQuery(reader, Grid.within(0.005), bounds).run(query);
    }
  }

  private static Query query(
      String metric,
      Map<String, String> dimensions,
      List<String> groupBy,
      Optional<Duration> period,
      String... statistics) {
    return new Query(
        metric,
        dimensions,
        groupBy,
        period,
        Instant.EPOCH,
        Instant.EPOCH.plus(Duration.ofHours(1)),
        Stream.of(statistics).map(Statistic::parse).toList());
  }

  private static List<String> text(List<QueryRow> rows) {
    return rows.stream()
        .map(
            row ->
                "%d %s %s"
                    .formatted(
                        row.startEpochMillis() / 1000,
                        row.group(),
                        row.statistics().stream()
                            .map(s -> s.isPresent() ? Double.toString(s.getAsDouble()) : "-")
                            .toList()))
        .toList();
  }

  @Test
  void percentiles_overTimeAndDimensions_areThoseOfAllSamples() throws Exception {
    Random random = new Random(3);
    List<Double> samples = new ArrayList<>();
    for (int minute = 0; minute < 5; minute++) {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        double sample = Math.exp(3 + random.nextGaussian());
        samples.add(sample);
        lines.add("t:" + sample + "|ms|#host:" + i % 3);
      }
      minute(lines.toArray(String[]::new));
    }
    Collections.sort(samples);

    QueryRow row =
        run(query("t", Map.of(), List.of(), Optional.empty(), "p50", "p95", "p99.9", "count"))
            .get(0);

    assertEquals(samples.get(999), row.statistics().get(0).orElseThrow(), samples.get(999) * 0.005);
    assertEquals(
        samples.get(1899), row.statistics().get(1).orElseThrow(), samples.get(1899) * 0.005);
    assertEquals(
        samples.get(1997), row.statistics().get(2).orElseThrow(), samples.get(1997) * 0.005);
    assertEquals(OptionalDouble.of(2000), row.statistics().get(3));
    assertEquals(Unit.MILLISECONDS, row.unit());
  }

  @Test
  void run_sameNameInTwoNamespaces_isTwoRows() throws Exception {
    minute("hits:3|c");
    MetricId elsewhere =
        new MetricId(SeriesType.COUNTER, "Elsewhere", "hits", Unit.COUNT, List.of());
    journal.append(
        new Fragment(
            "another run",
            0,
            new Interval(0, 60_000),
            List.of(new ClosedSeries(elsewhere, new CounterTotal(StatisticSet.of(4)))),
            Ledger.EMPTY),
        List.of(),
        OutboxState.LOCAL);

    List<QueryRow> rows = run(query("hits", Map.of(), List.of(), Optional.empty(), "sum"));

    assertEquals(2, rows.size());
    assertEquals("Elsewhere", rows.get(0).namespace());
    assertEquals(OptionalDouble.of(4), rows.get(0).statistics().get(0));
    assertEquals(OptionalDouble.of(3), rows.get(1).statistics().get(0));
  }

  @Test
  void statistics_ofATimer_areExact() throws Exception {
    minute("t:10|ms", "t:20|ms");
    minute("t:60|ms");

    assertEquals(
        List.of("0 [] [3.0, 30.0, 90.0, 10.0, 60.0]"),
        text(
            run(
                query(
                    "t",
                    Map.of(),
                    List.of(),
                    Optional.empty(),
                    "count",
                    "avg",
                    "sum",
                    "min",
                    "max"))));
  }

  @Test
  void run_moreRowsThanTheBound_isRefused() throws Exception {
    minute("c:1|c|#e:a", "c:2|c|#e:b");
    Query query = query("c", Map.of(), List.of("e"), Optional.empty(), "sum");

    assertEquals(2, run(query, new QueryBounds(2, 100)).size());
    Exception told =
        assertThrows(IllegalArgumentException.class, () -> run(query, new QueryBounds(1, 100)));
    assertTrue(told.toString().contains("that would take more than 1 rows"), told::toString);
  }

  @Test
  void run_moreValuesThanTheBound_isRefusedUnlessNoPercentileIsAsked() throws Exception {
    minute("t:10|ms", "t:20|ms", "t:30|ms");
    minute("t:10|ms", "t:40|ms");
    Query percentile = query("t", Map.of(), List.of(), Optional.empty(), "p50");
    Query count = query("t", Map.of(), List.of(), Optional.empty(), "count");

    assertEquals(1, run(percentile, new QueryBounds(1, 4)).size());
    assertThrows(IllegalArgumentException.class, () -> run(percentile, new QueryBounds(1, 3)));
    assertEquals(
        OptionalDouble.of(5), run(count, new QueryBounds(1, 1)).get(0).statistics().get(0));
  }

  @Test
  void groupBy_dimension_keepsItsValuesApart() throws Exception {
    minute("c:1|c|#e:b,h:1", "c:2|c|#e:a,h:1", "c:4|c|#e:a,h:2", "c:8|c|#h:1");

    assertEquals(
        List.of("0 [] [8.0]", "0 [a] [6.0]", "0 [b] [1.0]"),
        text(run(query("c", Map.of(), List.of("e"), Optional.empty(), "sum"))));
  }

  @Test
  void dimensions_wanted_leaveOutTheOthers() throws Exception {
    minute("c:1|c|#e:a,h:1", "c:2|c|#e:a,h:2", "c:4|c|#e:b,h:1");

    assertEquals(
        List.of("0 [] [3.0]"),
        text(run(query("c", Map.of("e", "a"), List.of(), Optional.empty(), "sum"))));
  }

  @Test
  void period_twoMinutes_isARowForEach() throws Exception {
    minute("c:1|c");
    minute("c:2|c");
    minute("c:4|c");
    minute("d:1|c");
    minute("c:8|c");

    assertEquals(
        List.of("0 [] [3.0]", "120 [] [4.0]", "240 [] [8.0]"),
        text(run(query("c", Map.of(), List.of(), Optional.of(Duration.ofMinutes(2)), "sum"))));
  }

  @Test
  void from_andTo_boundTheIntervals() throws Exception {
    minute("c:1|c");
    minute("c:2|c");
    minute("c:4|c");

    assertEquals(
        List.of("60 [] [2.0]"),
        text(
            run(
                new Query(
                    "c",
                    Map.of(),
                    List.of(),
                    Optional.empty(),
                    Instant.ofEpochSecond(60),
                    Instant.ofEpochSecond(120),
                    List.of(Statistic.parse("sum"))))));
  }

  @Test
  void percentile_ofACounter_isNone() throws Exception {
    minute("c:1|c");

    assertEquals(
        List.of("0 [] [-, 1.0]"),
        text(run(query("c", Map.of(), List.of(), Optional.empty(), "p95", "sum"))));
  }

  @Test
  void gauges_merged_answerMinAverageAndMax() throws Exception {
    minute("g:10|g|#h:1", "g:40|g|#h:2");
    minute("g:-0|g|#h:1");

    assertEquals(
        List.of("0 [] [0.0, 40.0, 3.0]"),
        text(run(query("g", Map.of(), List.of(), Optional.empty(), "min", "max", "count"))));
  }

  @Test
  void sets_merged_answerTheUnion() throws Exception {
    minute("s:a|s", "s:b|s");
    minute("s:b|s", "s:c|s");

    assertEquals(
        List.of("0 [] [3.0, -]"),
        text(run(query("s", Map.of(), List.of(), Optional.empty(), "sum", "p50"))));
  }

  @Test
  void metric_ofTwoTypes_isARowForEach() throws Exception {
    minute("x:1|c", "x:7|ms");

    assertEquals(
        List.of("0 [] [7.0]", "0 [] [1.0]"),
        text(run(query("x", Map.of(), List.of(), Optional.empty(), "sum"))));
  }

  @Test
  void metric_unknown_isNoRows() throws Exception {
    minute("c:1|c");

    assertEquals(List.of(), run(query("d", Map.of(), List.of(), Optional.empty(), "sum")));
    assertEquals(List.of(), run(query("c", Map.of("e", "a"), List.of(), Optional.empty(), "sum")));
  }
}
