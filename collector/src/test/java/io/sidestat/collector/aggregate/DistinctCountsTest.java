package io.sidestat.collector.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DistinctCountsTest {
  private static Map<Double, Integer> counted(DistinctCounts counts) {
    Map<Double, Integer> counted = new HashMap<>();
    counts.forEach(counted::put);
    return counted;
  }

  @Property(tries = 500)
  void add_anyValues_countsEachByItself(
      @ForAll @Size(max = 400) List<@DoubleRange(min = -1e9, max = 1e9) Double> values) {
    DistinctCounts counts = new DistinctCounts(150);
    Map<Double, Integer> expected = new HashMap<>();
    for (double value : values) {
      boolean room = expected.containsKey(value) || expected.size() < 150;
      assertEquals(room, counts.add(value, 1));
      if (room) {
        expected.merge(value, 1, Integer::sum);
      }
    }

    assertEquals(expected, counted(counts));
    assertEquals(expected.size(), counts.size());
  }

  @Test
  void add_oneDifferentValueTooMany_isRefusedAndTheOthersStillCount() {
    DistinctCounts counts = new DistinctCounts(3);
    assertTrue(counts.add(1, 1));
    assertTrue(counts.add(0, 1));
    assertTrue(counts.add(-1, 1));

    assertFalse(counts.add(2, 1));
    assertTrue(counts.add(0, 5));

    assertEquals(Map.of(1.0, 1, 0.0, 6, -1.0, 1), counted(counts));
  }
}
