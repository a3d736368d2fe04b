package io.sidestat.collector.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class IntervalTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static Interval containing(long epochMillis) {
    return Interval.containing(Instant.ofEpochMilli(epochMillis), MINUTE);
  }

  @Test
  void containing_aboutABoundary_isAlignedToTheMinute() {
    assertEquals(new Interval(0, 60_000), containing(59_999));
    assertEquals(new Interval(60_000, 60_000), containing(60_000));
    assertEquals(new Interval(60_000, 60_000), containing(60_001));
  }

  @Test
  void containing_beforeTheEpoch_isAlignedDownwards() {
    assertEquals(new Interval(-60_000, 60_000), containing(-1));
    assertEquals(new Interval(-60_000, 60_000), containing(-60_000));
    assertEquals(new Interval(-120_000, 60_000), containing(-60_001));
  }

  @Test
  void contains_startAndEnd_areInclusiveAndExclusive() {
    Interval interval = new Interval(60_000, 60_000);

    assertTrue(interval.contains(Instant.ofEpochMilli(60_000)));
    assertTrue(interval.contains(Instant.ofEpochMilli(119_999)));
    assertFalse(interval.contains(Instant.ofEpochMilli(59_999)));
    assertFalse(interval.contains(Instant.ofEpochMilli(120_000)));
    assertEquals(120_000, interval.endEpochMillis());
  }

  @Test
  void constructor_notAligned_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Interval(1, 60_000));
    assertThrows(IllegalArgumentException.class, () -> new Interval(-1, 60_000));
    assertThrows(IllegalArgumentException.class, () -> new Interval(0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Interval(0, -60_000));
  }

  @Property
  void containing_anyInstant_containsIt(
      @ForAll @LongRange(min = -10_000_000_000_000L, max = 10_000_000_000_000L) long epochMillis) {
    assertTrue(containing(epochMillis).contains(Instant.ofEpochMilli(epochMillis)));
  }
}
