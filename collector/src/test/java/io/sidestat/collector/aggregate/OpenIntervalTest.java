package io.sidestat.collector.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sidestat.collector.model.Interval;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenIntervalTest {
  private final Feed feed = new Feed();
  private final OpenInterval open =
      new OpenInterval(feed.aggregator(), Duration.ofSeconds(60), at(90_000));

  private static Instant at(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis);
  }

  private static Interval interval(@Nullable ClosedSlice slice) {
    assertNotNull(slice);
    return slice.interval();
  }

  @Test
  void closeIfOver_withinTheInterval_closesNothing() {
    assertNull(open.closeIfOver(at(60_000)));
    assertNull(open.closeIfOver(at(119_999)));
  }

  @Test
  void closeIfOver_atTheBoundary_closesAndOpensTheNext() {
    assertEquals(new Interval(60_000, 60_000), interval(open.closeIfOver(at(120_000))));
    assertNull(open.closeIfOver(at(120_000)));
    assertEquals(new Interval(120_000, 60_000), interval(open.closeIfOver(at(180_000))));
  }

  @Test
  void closeIfOver_clockFarForwards_skipsTheIntervalsBetween() {
    assertEquals(new Interval(60_000, 60_000), interval(open.closeIfOver(at(601_000))));
    assertEquals(new Interval(600_000, 60_000), interval(open.closeIfOver(at(660_000))));
  }

  @Test
  void closeIfOver_clockSetBack_closesAndOpensTheEarlierOne() {
    assertEquals(new Interval(60_000, 60_000), interval(open.closeIfOver(at(59_999))));
    assertEquals(new Interval(0, 60_000), interval(open.closeIfOver(at(60_000))));
    // The interval that was closed before is open once more, as another fragment.
    assertEquals(new Interval(60_000, 60_000), interval(open.closeIfOver(at(120_000))));
  }

  @Test
  void close_beforeItIsOver_handsOverWhatIsThere() {
    feed.send("c:1|c");

    ClosedSlice slice = open.close(at(90_001));

    assertEquals(new Interval(60_000, 60_000), slice.interval());
    assertEquals(1, slice.ledger().aggregated());
  }

  @Test
  void millisLeft_untilTheEnd_isNeverBelowZero() {
    assertEquals(30_000, open.millisLeft(at(90_000)));
    assertEquals(1, open.millisLeft(at(119_999)));
    assertEquals(0, open.millisLeft(at(120_000)));
    assertEquals(0, open.millisLeft(at(59_999)));
  }
}
