package io.sidestat.collector.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sidestat.collector.model.Grid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CellCountsTest {
  private final Grid grid = Grid.within(0.005);

  @Property(tries = 500)
  void add_anyMagnitudes_countsThemWhereTheGridPutsThem(
      @ForAll @Size(max = 400) List<@DoubleRange(min = -108, max = 108) Double> exponents) {
    CellCounts cells = new CellCounts(grid);
    Map<Double, Integer> expected = new TreeMap<>();
    for (double exponent : exponents) {
      double magnitude = Math.pow(10, exponent);
      cells.add(magnitude, 2);
      expected.merge(grid.snap(magnitude), 2, Integer::sum);
    }

    Map<Double, Integer> counted = new TreeMap<>();
    List<Double> order = new ArrayList<>();
    cells.forEach(
        (value, samples) -> {
          counted.put(value, samples);
          order.add(value);
        });

    assertEquals(expected, counted);
    assertEquals(List.copyOf(expected.keySet()), order);
  }

  @Test
  void add_endsOfTheRange_areCounted() {
    CellCounts cells = new CellCounts(grid);
    cells.add(0x1p360, 1);
    cells.add(Grid.ZERO_BELOW, 1);
    cells.add(1, 1);

    List<Double> values = new ArrayList<>();
    cells.forEach((value, samples) -> values.add(value));

    assertEquals(List.of(grid.snap(Grid.ZERO_BELOW), grid.snap(1), grid.snap(0x1p360)), values);
  }
}
