package io.sidestat.collector.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricIdTest {
  private static final Dimension A = new Dimension("a", "1");
  private static final Dimension B = new Dimension("b", "2");

  private static MetricId id(Dimension... dimensions) {
    return new MetricId(
        SeriesType.TIMER, "Test", "Latency", Unit.MILLISECONDS, List.of(dimensions));
  }

  @Test
  void dimensions_inAnyOrder_areSorted() {
    assertEquals(List.of(A, B), id(B, A).dimensions());
    assertEquals(id(A, B), id(B, A));
    assertEquals(id(A, B).hashCode(), id(B, A).hashCode());
  }

  @Test
  void dimension_twiceByName_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> id(A, B, new Dimension("a", "9")));
  }

  @Test
  void id_ofAnotherTypeOrUnit_isAnother() {
    MetricId counter = new MetricId(SeriesType.COUNTER, "Test", "x", Unit.COUNT, List.of());

    assertNotEquals(counter, new MetricId(SeriesType.TIMER, "Test", "x", Unit.COUNT, List.of()));
    assertNotEquals(counter, new MetricId(SeriesType.COUNTER, "Test", "x", Unit.NONE, List.of()));
  }

  @Test
  void dimension_byName_isItsValue() {
    assertEquals(Optional.of("2"), id(A, B).dimension("b"));
    assertEquals(Optional.empty(), id(A, B).dimension("c"));
  }

  @Test
  void withDimensions_keepsTheRest() {
    assertEquals(id(B), id(A).withDimensions(List.of(B)));
  }

  @Test
  void toString_isForPeople() {
    assertEquals("Latency{a=1,b=2}", id(B, A).toString());
  }
}
