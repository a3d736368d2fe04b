package io.sidestat.collector.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridTest {
  private static void assertWithin(double error, double magnitude, double value) {
    assertTrue(
        Math.abs(value - magnitude) <= error * magnitude,
        "magnitude=%s, value=%s, error=%s".formatted(magnitude, value, error));
  }

  @Property(tries = 5_000)
  void snap_anyMagnitudeAndAccuracy_isWithinItAndMapsToItself(
      @ForAll @Scale(4) @DoubleRange(min = 0.0005, max = 0.1) double error,
      @ForAll @IntRange(min = -360, max = 359) int exponent,
      @ForAll @LongRange(min = 0, max = (1L << 52) - 1) long fraction) {
    Grid grid = Grid.within(error);
    double magnitude = Math.scalb(1 + fraction * 0x1p-52, exponent);

    double value = grid.snap(magnitude);

    assertWithin(error, magnitude, value);
    assertEquals(value, grid.snap(value));
    assertEquals(-value, grid.snap(-magnitude));
    assertTrue(grid.inner(magnitude) <= magnitude && magnitude < grid.outer(magnitude));
    assertWithin(error, grid.inner(magnitude), value);
    assertWithin(error, Math.nextDown(grid.outer(magnitude)), value);
  }

  /** Both sides of every edge, and every value: nothing is left to chance. */
  @ParameterizedTest
  @ValueSource(doubles = {0.0005, 0.001, 0.002, 0.005, 0.01, 0.03, 0.05, 0.1})
  void snap_bothSidesOfEveryEdge_areWithinTheAccuracyAndAscend(double error) {
    Grid grid = Grid.within(error);
    double last = 0;
    double edge = 1;
    for (int cell = 0; cell < grid.cellsPerOctave(); cell++) {
      double outer = grid.outer(edge);
      double value = grid.snap(edge);

      assertEquals(edge, grid.inner(edge));
      assertEquals(value, grid.snap(Math.nextDown(outer)));
      assertEquals(value, grid.value(0, cell));
      assertTrue(value > last, "ascending");
      assertWithin(error, edge, value);
      assertWithin(error, Math.nextDown(outer), value);
      last = value;
      edge = outer;
    }
    assertEquals(2, edge);
  }

  /** ln 2 / (2 artanh 0.005) is 69.31; ln 2 / (2 artanh 0.001) is 346.57. */
  @Test
  void within_anAccuracy_hasTheFewestCellsThatHoldIt() {
    assertEquals(70, Grid.within(0.005).cellsPerOctave());
    assertEquals(347, Grid.within(0.001).cellsPerOctave());
    assertEquals(7, Grid.within(0.05).cellsPerOctave());
    assertEquals(35, Grid.within(0.01).cellsPerOctave());
  }

  /** Values that a float holds take 5 bytes on the wire in place of 9. */
  @Test
  void value_everyCell_isShortEnoughForAFloat() {
    Grid grid = Grid.within(0.005);
    for (int cell = 0; cell < grid.cellsPerOctave(); cell++) {
      double value = grid.value(0, cell);
      assertEquals((double) (float) value, value);
    }
  }

  @Test
  void snap_endsOfTheRange_areOnTheGrid() {
    Grid grid = Grid.within(0.005);

    assertEquals(0, grid.snap(0));
    assertEquals(0, grid.snap(Math.nextDown(0x1p-360)));
    assertEquals(0, grid.inner(-1e-200));
    assertWithin(0.005, 0x1p-360, grid.snap(0x1p-360));
    assertWithin(0.005, 0x1p360, grid.snap(0x1p360));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0004, 0.11, 0, -1, Double.NaN})
  void within_outOfRange_isRefused(double error) {
    assertThrows(IllegalArgumentException.class, () -> Grid.within(error));
  }

  private static Distribution whole(int values) {
    return new Distribution(
        new StatisticSet(values, values * (values - 1) / 2.0, 0, values - 1),
        IntStream.range(0, values).asDoubleStream().toArray(),
        IntStream.range(0, values).mapToDouble(i -> 1).toArray());
  }

  @Test
  void fit_fewValues_staysExact() {
    Distribution distribution = whole(150);

    assertSame(distribution, Grid.within(0.005).fit(distribution, 150));
  }

  @Test
  void fit_oneValueMore_isOnTheGridWithTheSameStatistics() {
    Grid grid = Grid.within(0.05);

    Distribution fitted = grid.fit(whole(151), 150);

    assertEquals(whole(151).statistics(), fitted.statistics());
    double count = 0;
    for (int i = 0; i < fitted.size(); i++) {
      assertEquals(grid.snap(fitted.gridValues()[i]), fitted.gridValues()[i]);
      count += fitted.count(i);
    }
    assertEquals(151, count);
    assertEquals(fitted, grid.fit(fitted, 1));
  }
}
