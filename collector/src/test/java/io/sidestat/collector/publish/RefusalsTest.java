package io.sidestat.collector.publish;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  private final Refusals refusals = new Refusals();

  private int halvedInARow(Instant now) {
    int halved = 0;
    while (refusals.worthHalving(now)) {
      halved++;
    }
    return halved;
  }

  @Test
  void worthHalving_nothingIsTaken_endsAndBeginsAgainAfterThePause() {
    assertTrue(halvedInARow(NOON) == Refusals.IN_A_ROW_MAX - 1);
    assertFalse(refusals.worthHalving(NOON.plus(Refusals.PAUSE).minusMillis(1)));

    assertTrue(halvedInARow(NOON.plus(Refusals.PAUSE)) == Refusals.IN_A_ROW_MAX - 1);
  }

  @Test
  void worthHalving_somethingIsTakenNowAndThen_goesOn() {
    for (int i = 0; i < 10 * Refusals.IN_A_ROW_MAX; i++) {
      assertTrue(refusals.worthHalving(NOON));
      if (i % 100 == 0) {
        refusals.taken();
      }
    }
  }

  @Test
  void taken_duringThePause_endsIt() {
    var unused = halvedInARow(NOON);

    refusals.taken();

    assertTrue(refusals.worthHalving(NOON.plus(Duration.ofSeconds(1))));
  }
}
