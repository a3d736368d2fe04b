package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sidestat.collector.query.MetricReadException;
import io.sidestat.collector.slo.Result;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long is waited where asking itself takes time, on a clock that both move. */
final class RepeatedQuestionTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  private final StringWriter err = new StringWriter();
  private final List<Instant> asked = new ArrayList<>();
  private Instant now = NOON;

  private RepeatedQuestion patience(Duration wait) {
    return new RepeatedQuestion(
        wait,
        Duration.ofSeconds(15),
        () -> now,
        pause -> now = now.plus(pause),
        new PrintWriter(err, true));
  }

  /** Nobody answers, which is known after a minute. */
  private List<Result> ask(Instant at) throws MetricReadException {
    asked.add(at);
    now = now.plusSeconds(60);
    throw new MetricReadException("away", true, null);
  }

  @Test
  void until_askingTakesLongerThanTheWait_isAskedOnce() {
    assertThrows(
        MetricReadException.class,
        () -> patience(Duration.ofSeconds(5)).until(Instant.MIN, this::ask));

    assertEquals(List.of(NOON), asked);
  }

  @Test
  void until_thereIsTimeLeft_isAskedAgainAndOnceMoreAtTheEnd() {
    assertThrows(
        MetricReadException.class,
        () -> patience(Duration.ofSeconds(100)).until(Instant.MIN, this::ask));

    assertEquals(List.of(NOON, NOON.plusSeconds(75)), asked);
    assertEquals("waiting until 2026-11-26T12:01:40Z at most: away\n", err.toString());
  }

  @Test
  void until_notYetTime_waitsForIt() {
    assertThrows(
        MetricReadException.class,
        () -> patience(Duration.ofSeconds(100)).until(NOON.plusSeconds(90), this::ask));

    assertEquals(List.of(NOON.plusSeconds(90)), asked);
  }
}
