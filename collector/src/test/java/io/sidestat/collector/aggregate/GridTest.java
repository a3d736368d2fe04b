package io.sidestat.collector.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class GridTest {
  /** The configured accuracies that stand at the coarse end of 1, 2 and 3 digits. */
  private static final double[] ERRORS = {0.05, 0.005, 0.001};

  /** Half a cell, 1/2 of 1/16, 1/128 and 1/1024. */
  private static final double[] BOUNDS = {1.0 / 32, 1.0 / 256, 1.0 / 2048};

  /** The value that stands for the magnitude. */
  private static double published(Grid grid, double magnitude) {
    MagnitudeStore store = new MagnitudeStore(grid);
    store.record(magnitude);
    List<Double> middles = new ArrayList<>();
    store.forEach(
        (middle, count) -> {
          assertEquals(1, count);
          middles.add(middle);
        });
    assertEquals(1, middles.size());
    return middles.get(0);
  }

  private static void assertWithinBound(double magnitude) {
    for (int i = 0; i < ERRORS.length; i++) {
      double value = published(Grid.within(ERRORS[i]), magnitude);
      double error = Math.abs(value - magnitude) / magnitude;
      assertTrue(error <= BOUNDS[i], "magnitude=%s, value=%s".formatted(magnitude, value));
    }
  }

  @Property(tries = 3_000)
  void value_ofAnyMagnitude_isWithinHalfACell(
      @ForAll @IntRange(min = -39, max = 359) int exponent,
      @ForAll @LongRange(min = 0, max = (1L << 52) - 1) long fraction) {
    assertWithinBound(Math.scalb(1 + fraction * 0x1p-52, exponent));
  }

  @Property(tries = 3_000)
  void value_ofAnyMagnitude_standsForItself(
      @ForAll @IntRange(min = -39, max = 359) int exponent,
      @ForAll @LongRange(min = 0, max = (1L << 52) - 1) long fraction) {
    for (double error : ERRORS) {
      Grid grid = Grid.within(error);
      double value = published(grid, Math.scalb(1 + fraction * 0x1p-52, exponent));

      assertEquals(value, published(grid, value));
    }
  }

  @Test
  void value_atTheWindowsEdges_isWithinHalfACell() {
    for (int exponent = -14; exponent <= 346; exponent += 40) {
      double edge = Math.scalb(1.0, exponent);
      assertWithinBound(Math.nextDown(edge));
      assertWithinBound(edge);
      assertWithinBound(Math.nextUp(edge));
    }
  }

  @Test
  void value_atTheEndsOfTheRange_isWithinHalfACell() {
    assertWithinBound(Grid.ZERO_BELOW);
    assertWithinBound(Math.nextDown(0x1p360));
    assertWithinBound(0x1p360);
  }

  @Test
  void windowOf_edgesOfTheMiddleWindow_areInclusiveAndExclusive() {
    assertEquals(0, Grid.windowOf(Math.nextDown(0x1p-14)));
    assertEquals(1, Grid.windowOf(0x1p-14));
    assertEquals(1, Grid.windowOf(Math.nextDown(0x1p26)));
    assertEquals(2, Grid.windowOf(0x1p26));
    assertEquals(Grid.WINDOWS - 1, Grid.windowOf(0x1p360));
  }

  @Test
  void within_anErrorAllowed_isTheCoarsestGridFineEnough() {
    assertEquals(1, Grid.within(0.05).digits());
    assertEquals(1, Grid.within(1.0 / 32).digits());
    assertEquals(2, Grid.within(Math.nextDown(1.0 / 32)).digits());
    assertEquals(2, Grid.within(0.005).digits());
    assertEquals(2, Grid.within(1.0 / 256).digits());
    assertEquals(3, Grid.within(Math.nextDown(1.0 / 256)).digits());
    assertEquals(3, Grid.within(0.001).digits());
  }

  @Test
  void within_tooSmallAnError_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> Grid.within(1.0 / 2049));
  }

  @Test
  void forEach_magnitudesOfManyWindows_ascends() {
    MagnitudeStore store = new MagnitudeStore(Grid.within(0.005));
    double[] magnitudes = {1e100, 1e-10, 5, 3e8, 0.01, 5};
    for (double magnitude : magnitudes) {
      store.record(magnitude);
    }
    List<Double> middles = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    store.forEach(
        (middle, count) -> {
          middles.add(middle);
          counts.add(count);
        });

    assertEquals(middles.stream().sorted().toList(), middles);
    assertEquals(List.of(1L, 1L, 2L, 1L, 1L), counts);
  }
}
