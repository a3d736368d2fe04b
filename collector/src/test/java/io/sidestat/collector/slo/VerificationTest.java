package io.sidestat.collector.slo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.query.MetricQuestion;
import io.sidestat.collector.query.MetricReader;
import io.sidestat.collector.query.Statistic.Kind;
import io.sidestat.collector.query.TimeRange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A window whose answer comes in two parts, as of a service that begins periods where it likes. */
final class VerificationTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final TimeRange WINDOW =
      new TimeRange(NOON.plusSeconds(60), NOON.plusSeconds(660));

  /** Over the window as a whole; the steps of the coverage are all there. */
  private static final Map<Kind, List<Double>> PARTS =
      Map.of(
          Kind.COUNT, List.of(380.0, 20.0),
          Kind.SUM, List.of(380.0, 20.0),
          Kind.PERCENTILE, List.of(900.0, 100.0),
          Kind.PERCENTILE_RANK, List.of(47.0, 100.0));

  @TempDir private Path directory;

  private static final class TwoParts implements MetricReader {
    @Override
    public List<SortedMap<Long, Double>> read(
        List<MetricQuestion> questions, TimeRange range, Duration period) {
      return questions.stream()
          .map(
              question -> {
                SortedMap<Long, Double> points = new TreeMap<>();
                boolean whole = period.equals(range.length());
                List<Double> parts = PARTS.getOrDefault(question.statistic().kind(), List.of());
                if (whole) {
                  points.put(NOON.toEpochMilli(), parts.get(0));
                  points.put(NOON.plusSeconds(600).toEpochMilli(), parts.get(1));
                } else {
                  for (Instant step = range.from();
                      step.isBefore(range.to());
                      step = step.plus(period)) {
                    points.put(step.toEpochMilli(), 1.0);
                  }
                }
                return points;
              })
          .toList();
    }

    @Override
    public void close() {}
  }

  @Test
  void verify_windowInTwoParts_addsCountsAndTakesTheWorstPercentile() throws Exception {
    SloMetrics metrics =
        SloMetrics.of(
            Configs.objectives(
                directory,
                """
                services:
                  - name: ai
                    environment: production
                    endpoints: [/x]
                    objectives: [{latency: p95 < 500 ms}]
                """),
            Configs.settings(directory, "namespace: ReFit/AI"));

    List<Result> results =
        new Verification(new TwoParts(), Demands.USUAL, () -> NOON.plusSeconds(1_200))
            .verify(metrics.endpoints(), objective -> WINDOW, Optional.empty());

    assertEquals(1, results.size());
    assertEquals(Verdict.VIOLATED, results.get(0).verdict());
    assertEquals(400, results.get(0).measured().samples());
    assertEquals(900, results.get(0).measured().value().orElseThrow());
    assertEquals(47, results.get(0).measured().goodPercent().orElseThrow());
    assertTrue(results.get(0).before().isEmpty());
  }
}
