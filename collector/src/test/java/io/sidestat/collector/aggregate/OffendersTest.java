package io.sidestat.collector.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.config.SeriesConfig;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.Offender;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.Unit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OffendersTest {
  private static final SeriesConfig LIMITS = new SeriesConfig(10, 10);

  private final Offenders offenders = new Offenders();

  private static MetricId metric(String name, String dimension, String value) {
    return new MetricId(
        SeriesType.COUNTER,
        "Test",
        name,
        Unit.COUNT,
        List.of(new Dimension(dimension, value), new Dimension("Environment", "prod")));
  }

  private static SeriesCensus census(List<MetricId> seen, boolean complete, boolean startsAnew) {
    return new SeriesCensus(LIMITS, 10, 1, 0, seen, complete, startsAnew);
  }

  private void count(List<MetricId> seen) {
    offenders.count(census(seen, true, false));
  }

  private static List<MetricId> metrics(String name, String dimension, int from, int to) {
    List<MetricId> metrics = new ArrayList<>();
    for (int i = from; i < to; i++) {
      metrics.add(metric(name, dimension, "v" + i));
    }
    return metrics;
  }

  @Test
  void top_fewDimensions_hasMostValuesFirstAndLeavesOutThoseWithOne() {
    count(metrics("a", "User", 0, 30));
    count(metrics("a", "User", 20, 40));
    count(metrics("b", "Path", 0, 5));

    assertEquals(
        List.of(
            new Offender("a", "User", 40, false),
            new Offender("b", "Path", 5, false),
            new Offender("(all metrics)", "(name)", 2, false)),
        offenders.top());
  }

  @Test
  void top_moreThanTen_hasTheTenWithMost() {
    for (int i = 2; i < 20; i++) {
      count(metrics("a", "D" + i, 0, i));
    }

    List<Offender> top = offenders.top();

    assertEquals(Offenders.TOP, top.size());
    assertEquals(new Offender("a", "D19", 19, false), top.get(0));
    assertEquals(new Offender("a", "D10", 10, false), top.get(9));
  }

  @Test
  void top_namesWithoutEnd_areTheOffender() {
    List<MetricId> seen = new ArrayList<>();
    for (int i = 0; i < 3 * Offenders.PAIRS_MAX; i++) {
      seen.add(metric("name" + i, "User", "u"));
    }
    count(seen);
    count(metrics("busy", "User", 0, 3));

    assertEquals(
        List.of(
            new Offender("(all metrics)", "(name)", 3 * Offenders.PAIRS_MAX + 1, false),
            new Offender("busy", "User", 3, false)),
        offenders.top());
  }

  @Test
  void count_someWereMissed_saysAtLeastUntilItStartsAnew() {
    offenders.count(census(metrics("a", "User", 0, 5), false, false));
    count(metrics("a", "User", 5, 6));
    assertEquals(new Offender("a", "User", 6, true), offenders.top().get(0));

    offenders.count(census(metrics("a", "User", 0, 2), true, true));

    assertEquals(List.of(new Offender("a", "User", 2, false)), offenders.top());
  }

  @Test
  void count_pastTheBoundOfAPair_saysAtLeast() {
    count(metrics("a", "User", 0, Offenders.VALUES_OF_A_PAIR_MAX + 5));
    count(metrics("b", "User", 0, 3));

    assertEquals(
        List.of(
            new Offender("a", "User", Offenders.VALUES_OF_A_PAIR_MAX, true),
            new Offender("b", "User", 3, false)),
        offenders.top().subList(0, 2));
  }

  @Test
  void count_pastTheBoundOfAll_saysAtLeast() {
    for (int i = 0; i < 5; i++) {
      count(metrics("m" + i, "User", 0, 60_000));
    }

    int values = offenders.top().stream().mapToInt(Offender::values).sum();

    assertEquals(Offenders.VALUES_MAX, values, 20);
    assertTrue(offenders.top().stream().allMatch(Offender::atLeast));
  }

  @Test
  void census_ofFoldedAndOwn_namesTheirTagsAsSent() {
    Feed feed = new Feed(2, 0.005);
    for (int i = 0; i < 7; i++) {
      feed.send("c:1|c|#u:" + i);
    }

    SeriesCensus census = feed.closeSlice().census();

    assertEquals(2, census.live());
    assertEquals(1, census.other());
    assertEquals(7, census.seen().size());
    assertTrue(census.complete());
    assertTrue(census.startsAnew());
    SeriesCensus next = feed.send("c:1|c|#u:0", "c:1|c|#u:6").closeSlice().census();
    assertEquals(List.of("c{u=6}"), next.seen().stream().map(MetricId::toString).toList());
    assertFalse(next.startsAnew());
  }

  @Test
  void census_moreSpellingsThanKept_isNotComplete() {
    Feed feed = new Feed(1, 0.005);
    for (int i = 0; i < 7; i++) {
      feed.send("c:1|c|#u:" + i);
    }

    assertFalse(feed.closeSlice().census().complete());
    assertTrue(feed.closeSlice().census().complete());
  }

  @Test
  void census_moreFoldedThanNoted_isNotComplete() {
    Feed feed = new Feed(2_000, 0.005);
    for (int i = 0; i < 2_000 + SeenMetrics.FOLDED_MAX + 1; i++) {
      feed.send("c:1|c|#u:" + i);
    }

    SeriesCensus census = feed.closeSlice().census();

    assertEquals(2_000 + SeenMetrics.FOLDED_MAX, census.seen().size());
    assertFalse(census.complete());
  }

  @Test
  void census_everyHour_startsAnewWithTheLiveSeries() {
    Feed feed = new Feed(10, 0.005).send("c:1|c|#u:a", "c:1|c|#u:b");
    assertTrue(feed.closeSlice().census().startsAnew());
    for (int minute = 1; minute < 60; minute++) {
      assertFalse(feed.send("c:1|c|#u:a").closeSlice().census().startsAnew());
    }

    SeriesCensus census = feed.closeSlice().census();

    assertTrue(census.startsAnew());
    assertEquals(
        List.of("c{u=a}", "c{u=b}"),
        census.seen().stream().map(MetricId::toString).sorted().toList());
  }
}
