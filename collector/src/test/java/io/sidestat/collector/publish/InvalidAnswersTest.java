package io.sidestat.collector.publish;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InvalidAnswersTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  private final InvalidAnswers answers = new InvalidAnswers();

  private int halvedInARow(Instant now) {
    int halved = 0;
    while (answers.worthHalving("N", now)) {
      halved++;
    }
    return halved;
  }

  @Test
  void worthHalving_nothingIsTaken_endsAndBeginsAgainAfterThePause() {
    assertTrue(halvedInARow(NOON) == InvalidAnswers.IN_A_ROW_MAX - 1);
    assertFalse(answers.worthHalving("N", NOON.plus(InvalidAnswers.PAUSE).minusMillis(1)));

    assertTrue(halvedInARow(NOON.plus(InvalidAnswers.PAUSE)) == InvalidAnswers.IN_A_ROW_MAX - 1);
  }

  @Test
  void worthHalving_somethingIsTakenNowAndThen_goesOn() {
    for (int i = 0; i < 10 * InvalidAnswers.IN_A_ROW_MAX; i++) {
      assertTrue(answers.worthHalving("N", NOON));
      if (i % 100 == 0) {
        answers.taken("N");
      }
    }
  }

  @Test
  void taken_duringThePause_endsIt() {
    var unused = halvedInARow(NOON);

    answers.taken("N");

    assertTrue(answers.worthHalving("N", NOON.plus(Duration.ofSeconds(1))));
  }

  @Test
  void taken_ofAnotherNamespace_endsNoPause() {
    var unused = halvedInARow(NOON);

    answers.taken("other");

    assertFalse(answers.worthHalving("N", NOON));
    assertTrue(answers.worthHalving("other", NOON));
  }
}
