package io.sidestat.collector.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.ClosedSlice;
import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.SeriesValue;
import io.sidestat.collector.model.StatisticSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FragmentBuilderTest {
  private static final Grid GRID = Grid.within(0.005);

  private static Fragment cut(List<String> lines, int every) {
    Feed feed = new Feed();
    FragmentBuilder builder = new FragmentBuilder(GRID);
    for (int i = 0; i < lines.size(); i++) {
      feed.send(lines.get(i));
      if (i % every == every - 1) {
        builder.add(feed.cut().toFragment("run", 0));
      }
    }
    ClosedSlice last = feed.closeSlice();
    builder.add(last.toFragment("run", 0));
    return Objects.requireNonNull(builder.take());
  }

  private static Fragment whole(List<String> lines) {
    return new Feed().send(lines.toArray(String[]::new)).close();
  }

  private static Map<MetricId, ClosedSeries> byId(Fragment fragment) {
    Map<MetricId, ClosedSeries> byId = new HashMap<>();
    fragment.series().forEach(series -> byId.put(series.id(), series));
    return byId;
  }

  /**
   * Whatever the cuts: the same series, samples, ledger and values; sums but for the last digit.
   */
  @Property(tries = 200)
  void take_cutAnywhere_isWhatItWouldBeUncut(
      @ForAll @Size(max = 600) List<@DoubleRange(min = -1e6, max = 1e6) Double> values,
      @ForAll @IntRange(min = 1, max = 100) int every) {
    String[] types = {"d|@0.3", "h", "c", "c|@0.1", "g", "s", "d"};
    List<String> lines =
        java.util.stream.IntStream.range(0, values.size())
            .mapToObj(
                i -> {
                  String type = types[i % types.length];
                  return "m" + type.charAt(0) + i % 3 + ":" + values.get(i) + "|" + type;
                })
            .toList();

    Fragment cut = cut(lines, every);
    Fragment uncut = whole(lines);

    assertEquals(uncut.ledger(), cut.ledger());
    Map<MetricId, ClosedSeries> expected = byId(uncut);
    assertEquals(expected.keySet(), byId(cut).keySet());
    byId(cut)
        .forEach(
            (id, series) -> {
              ClosedSeries other = Objects.requireNonNull(expected.get(id));
              assertEquals(other.samples(), series.samples());
              assertAlike(other.value(), series.value());
            });
  }

  private static void assertAlike(SeriesValue expected, SeriesValue actual) {
    if (expected instanceof Distribution whole && actual instanceof Distribution parts) {
      assertAlike(whole.statistics(), parts.statistics());
      assertEquals(whole.size(), parts.size());
      for (int i = 0; i < whole.size(); i++) {
        assertEquals(whole.value(i), parts.value(i));
        assertEquals(whole.count(i), parts.count(i), 1e-9 * whole.count(i));
      }
    } else if (expected instanceof CounterTotal whole && actual instanceof CounterTotal parts) {
      assertAlike(whole.increments(), parts.increments());
    } else {
      assertEquals(expected, actual);
    }
  }

  private static void assertAlike(StatisticSet expected, StatisticSet actual) {
    double magnitude = Math.max(Math.abs(expected.min()), Math.abs(expected.max()));
    assertEquals(expected.count(), actual.count(), 1e-9 * expected.count());
    assertEquals(expected.sum(), actual.sum(), 1e-12 * magnitude * expected.count());
    assertEquals(expected.min(), actual.min());
    assertEquals(expected.max(), actual.max());
  }

  @Test
  void take_gaugeStepsAcrossACut_goOnFromTheValue() {
    Fragment cut = cut(List.of("g:10|g", "g:+5|g", "g:-2|g"), 1);

    assertEquals(whole(List.of("g:13|g")).series().get(0).value(), cut.series().get(0).value());
    assertEquals(3, cut.series().get(0).samples());
  }

  @Test
  void take_nothingAdded_isNull() {
    assertNull(new FragmentBuilder(GRID).take());
  }

  @Test
  void isOfAnother_partOfAnotherRunOrSequence_isToldApart() {
    FragmentBuilder builder = new FragmentBuilder(GRID);
    Fragment part = new Feed().send("a:1|c").close();
    assertFalse(builder.isOfAnother(part));
    builder.add(part);

    assertFalse(builder.isOfAnother(part));
    assertTrue(
        builder.isOfAnother(new Fragment("run", 1, part.interval(), part.series(), part.ledger())));
    assertTrue(
        builder.isOfAnother(
            new Fragment("other", 0, part.interval(), part.series(), part.ledger())));
  }
}
