package io.sidestat.collector.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.shape.FragmentBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class WatchedSeriesTest {

  private final Feed feed = new Feed();
  private final WatchedSeries watched = feed.aggregator().watched();

  private static boolean isLatency(MetricId id) {
    return id.name().equals("latency");
  }

  private void watchLatency() {
    watched.watch(
        watched.want(WatchedSeriesTest::isLatency).stream()
            .filter(WatchedSeriesTest::isLatency)
            .toList());
  }

  private List<String> names(Slice slice) {
    return slice.toFragment("run", 0).series().stream()
        .map(series -> series.id().toString())
        .sorted()
        .toList();
  }

  @Test
  void cutWatched_hasThoseWantedAlone() {
    feed.send("latency:1|ms|#a:1", "latency:1|ms|#a:2", "other:1|ms");
    watchLatency();

    assertEquals(List.of("latency{a=1}", "latency{a=2}"), names(feed.cutWatched()));
    assertEquals(List.of(), names(feed.cutWatched()));
    assertEquals(List.of("other{}"), names(feed.cut()));
  }

  @Test
  void want_seriesThatBeginLater_areWatchedFromTheirFirstSample() {
    watchLatency();
    feed.send("latency:1|ms|#a:1", "other:1|ms");

    assertTrue(watched.active());
    assertEquals(List.of("latency{a=1}"), names(feed.cutWatched()));
  }

  @Test
  void closedSlice_tellsWhichOfItsSeriesAreWatched() {
    watchLatency();
    feed.send("latency:1|ms", "other:1|ms");

    ClosedSlice slice = feed.closeSlice();

    assertEquals(
        Set.of("latency"),
        slice.watched().stream().map(MetricId::name).collect(Collectors.toSet()));
    assertEquals(2, slice.samples());
  }

  @Test
  void stop_leavesAllToTheClosedSlices() {
    watchLatency();
    feed.send("latency:1|ms");
    watched.stop();

    assertFalse(watched.active());
    assertEquals(List.of(), names(feed.cutWatched()));
    ClosedSlice slice = feed.send("latency:2|ms").closeSlice();
    assertEquals(List.of("latency{}"), names(slice));
    assertEquals(Set.of(), slice.watched());
  }

  @Test
  void watch_moreThanTheLimit_leavesTheRestOutAndSaysSo() {
    Feed many = new Feed(5_000, 0.005);
    many.aggregator().watched().want(WatchedSeriesTest::isLatency);
    IntStream.range(0, 1_200).forEach(i -> many.send("latency:1|ms|#a:" + i));

    WatchedSlice slice = many.cutWatched();

    assertFalse(slice.complete());
    assertEquals(WatchedSeries.SERIES_MAX, names(slice).size());
    assertEquals(200, names(many.cut()).size());
  }

  @Test
  void idleSeries_makeRoomForOthers() {
    watched.want(WatchedSeriesTest::isLatency);
    IntStream.range(0, 900).forEach(i -> feed.send("latency:1|ms|#a:" + i));
    IntStream.range(0, 70).forEach(minute -> feed.close());
    IntStream.range(0, 900).forEach(i -> feed.send("latency:1|ms|#b:" + i));

    assertEquals(0, watched.leftOut());
    assertEquals(900, names(feed.cutWatched()).size());
  }

  /** Whatever is sent and however it is cut, nothing is lost, doubled or moved. */
  @Property(tries = 300)
  void cutAnyhow_addsUpToTheSame(@ForAll("steps") List<String> steps) {
    Feed cut = new Feed();
    Feed whole = new Feed();
    cut.aggregator().watched().want(id -> !id.name().startsWith("u"));
    FragmentBuilder parts = new FragmentBuilder(Grid.within(0.005));
    for (String step : steps) {
      switch (step) {
        case "watched" -> parts.add(cut.cutWatched().toFragment("run", 0));
        case "cut" -> parts.add(cut.cut().toFragment("run", 0));
        default -> {
          cut.send(step);
          whole.send(step);
        }
      }
    }
    parts.add(cut.closeSlice().toFragment("run", 0));

    Fragment together = Objects.requireNonNull(parts.take());
    Fragment expected = whole.close();
    assertEquals(byId(expected), byId(together));
    assertEquals(expected.ledger(), together.ledger());
  }

  private static Map<MetricId, ClosedSeries> byId(Fragment fragment) {
    return fragment.series().stream().collect(Collectors.toMap(ClosedSeries::id, one -> one));
  }

  @Provide
  Arbitrary<List<String>> steps() {
    Arbitrary<String> lines =
        Arbitraries.of("t", "u")
            .flatMap(
                name ->
                    Arbitraries.integers()
                        .between(1, 50)
                        .flatMap(
                            value ->
                                Arbitraries.of(
                                    name + "t:" + value + "|ms",
                                    name + "t:" + value + "|ms|@0.5",
                                    name + "c:" + value + "|c",
                                    name + "g:" + value + "|g",
                                    name + "g:+" + value + "|g",
                                    name + "s:" + value + "|s")));
    return Arbitraries.oneOf(lines, lines, Arbitraries.of("watched", "cut", "watched"))
        .list()
        .ofMaxSize(60);
  }
}
