package io.sidestat.collector.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.faults.Event.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chosen schedules against the packaged jar: what the endpoint takes is what was sent. */
class FaultScenariosIT {
  @TempDir Path directory = Path.of("");

  private Verdict run(Schedule schedule) throws Exception {
    Verdict verdict = FaultRun.run(schedule, directory);
    assertEquals(List.of(), verdict.problems());
    assertTrue(verdict.sent() > 10_000, "sent: " + verdict.sent());
    return verdict;
  }

  @Test
  void nothingGoesWrong_everySampleArrivesOnce() throws Exception {
    Verdict verdict = run(Schedule.calm(Duration.ofSeconds(4)));

    assertEquals(0, verdict.repeats() + verdict.ambiguous() + verdict.lostWithKills());
  }

  @Test
  void endpointFailsInEveryWay_allArrivesAndThePoisonIsSetAside() throws Exception {
    Verdict verdict =
        run(
            Schedule.calm(
                    Duration.ofSeconds(10),
                    new Event(1_000, Kind.THROTTLE),
                    new Event(2_200, Kind.FAIL),
                    new Event(3_200, Kind.ANSWER_A_PAGE),
                    new Event(4_200, Kind.CLOSE_UNREAD),
                    new Event(5_200, Kind.TAKE_SLOWLY),
                    new Event(6_500, Kind.REFUSE_LARGE),
                    new Event(8_000, Kind.GO_AWAY),
                    new Event(9_000, Kind.REFUSE_CREDENTIALS))
                .poisoned());

    assertTrue(verdict.quarantined() > 0, "quarantined: " + verdict.quarantined());
  }

  @Test
  void endpointTakesAndClosesTheConnection_repeatsAreCountedAsAmbiguous() throws Exception {
    Verdict verdict =
        run(
            Schedule.calm(
                Duration.ofSeconds(5),
                new Event(1_500, Kind.TAKE_AND_CLOSE),
                new Event(3_500, Kind.TAKE)));

    assertTrue(verdict.repeats() > 0, "repeats: " + verdict.repeats());
    assertTrue(verdict.ambiguous() > 0, "ambiguous: " + verdict.ambiguous());
  }

  @Test
  void collectorKilledAndStopped_losesNoMoreThanSinceTheLastCheckpoint() throws Exception {
    Verdict verdict =
        run(
            Schedule.calm(
                    Duration.ofSeconds(12),
                    new Event(3_400, Kind.KILL),
                    new Event(4_000, Kind.STOP),
                    new Event(9_700, Kind.KILL))
                .with(Duration.ofSeconds(5), Duration.ofSeconds(1)));

    assertEquals(2, verdict.kills());
    assertTrue(verdict.lostWithKills() < verdict.sent() / 2, "lost: " + verdict.lostWithKills());
  }

  @Test
  void diskSlow_fsyncOfSeconds_holdsUpNothingAndAllArrives() throws Exception {
    Verdict verdict =
        run(
            Schedule.calm(
                Duration.ofSeconds(6),
                new Event(1_200, Kind.SLOW_DISK),
                new Event(3_000, Kind.SLOW_DISK)));

    assertEquals(0, verdict.lostWithKills());
  }

  @Test
  void diskFull_intervalsWaitInMemoryAndAllArrives() throws Exception {
    Verdict verdict =
        run(
            Schedule.calm(
                Duration.ofSeconds(7),
                new Event(1_500, Kind.FILL_DISK),
                new Event(5_000, Kind.FREE_DISK)));

    assertEquals(0, verdict.lostWithKills());
  }
}
