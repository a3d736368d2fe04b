package io.sidestat.collector.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Statistic sets, counters, gauges, sets and the series that hold them. */
class SeriesValuesTest {

  @Test
  void statisticSets_merged_addUp() {
    StatisticSet merged = new StatisticSet(2, 30, 10, 20).merge(new StatisticSet(0.5, -5, -10, -9));

    assertEquals(new StatisticSet(2.5, 25, -10, 20), merged);
    assertEquals(10, merged.average());
  }

  @Test
  void statisticSet_withoutSamples_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new StatisticSet(0, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new StatisticSet(-1, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new StatisticSet(Double.NaN, 0, 0, 0));
  }

  @Test
  void statisticSet_notFinite_isRefused() {
    double infinite = Double.POSITIVE_INFINITY;
    assertThrows(IllegalArgumentException.class, () -> new StatisticSet(infinite, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new StatisticSet(1, infinite, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new StatisticSet(1, Double.NaN, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new StatisticSet(1, 0, -infinite, 0));
    assertThrows(IllegalArgumentException.class, () -> new StatisticSet(1, 0, 0, infinite));
    assertThrows(IllegalArgumentException.class, () -> new StatisticSet(1, 0, Double.NaN, 0));
  }

  @Test
  void statisticSet_minAboveMax_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new StatisticSet(1, 0, 2, 1));
  }

  @Test
  void counters_merged_addUp() {
    CounterTotal merged =
        new CounterTotal(new StatisticSet(2, 3, 1, 2)).merge(new CounterTotal(StatisticSet.of(4)));

    assertEquals(new CounterTotal(new StatisticSet(3, 7, 1, 4)), merged);
  }

  @Test
  void gauges_merged_areOneSampleEach() {
    GaugeSamples merged = GaugeSamples.of(5).merge(GaugeSamples.of(-1)).merge(GaugeSamples.of(5));

    assertEquals(new StatisticSet(3, 9, -1, 5), merged.samples().statistics());
    assertEquals(5, merged.samples().percentile(50));
  }

  @Test
  void sets_merged_areTheUnion() {
    SetMembers merged = SetMembers.of(3, -1, 3).merge(SetMembers.of(3, 7));

    assertArrayEquals(new long[] {-1, 3, 7}, merged.hashes());
    assertEquals(3, merged.size());
  }

  @Test
  void set_ofTheSameMembersInAnotherOrder_isEqual() {
    assertEquals(SetMembers.of(1, 2, 3), SetMembers.of(3, 1, 2, 2));
  }

  @Test
  void values_ofOtherTypes_doNotMerge() {
    List<SeriesValue> one =
        List.of(
            Distribution.of(1),
            new CounterTotal(StatisticSet.of(1)),
            GaugeSamples.of(1),
            SetMembers.of(1));
    for (SeriesValue left : one) {
      for (SeriesValue right : one) {
        if (left != right) {
          assertThrows(IllegalArgumentException.class, () -> left.merge(right));
        }
      }
    }
  }

  @Test
  void closedSeries_ofAnotherType_isRefused() {
    MetricId counter = new MetricId(SeriesType.COUNTER, "Test", "a", Unit.COUNT, List.of());

    assertThrows(
        IllegalArgumentException.class, () -> new ClosedSeries(counter, Distribution.of(1)));
  }
}
