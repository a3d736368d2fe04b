package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sidestat.collector.cloudwatch.Answer;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The packaged jar where something is missing, taken, refused, broken or killed. */
// @BeforeEach sets the fields.
@SuppressWarnings("NullAway.Init")
final class PackagedJarTroubleIT extends PackagedJarFixture {
  @Test
  void run_endpointDownThenUp_everythingArrivesAndTheLogWarnsOnce() throws Exception {
    int port = freePort();
    SidestatProcess collector = run(publishingTo("http://127.0.0.1:" + port)).awaitListening();
    send(collector, "jobs:2|c");
    collector.await("a send has failed", () -> collector.stderrLines("publishing fails") == 1);
    send(collector, "jobs:3|c");
    collector.await("both are journaled", () -> journaled("jobs") == 5);

    FakeCloudWatch late = FakeCloudWatch.startOn(port);
    open.add(late);

    collector.await("all has arrived", () -> sum(late, JOBS) == 5);
    collector.await("recovery is told", () -> collector.stderrLines("works again") == 1);
    assertEquals(1, collector.stderrLines(" WARN "), collector.stderr());
    assertEquals(0, collector.terminate());
  }

  @Test
  void run_accessDenied_logNamesThePermissionAndTheJournalKeepsTheRequest() throws Exception {
    cloudWatch.alwaysAnswer(Answer.accessDenied());
    SidestatProcess collector =
        run(publishingTo(cloudWatch.endpoint().toString())).awaitListening();
    send(collector, "jobs:2|c");

    collector.await(
        "the refusal is told",
        () -> collector.stderrLines("to call cloudwatch:PutMetricData") == 1);

    assertEquals(1, collector.stderrLines("assumed-role/web/i-0abc"), "names the identity");
    collector.await(
        "it waits", () -> collector.status().path("outbox").path("ready").asLong() >= 1);
    assertTrue(
        collector.status().path("publish").path("lastError").asText().contains("AccessDenied"));
    assertEquals(2, journaled("jobs"));
    assertEquals(0, collector.terminate());
  }

  @Test
  void run_oneMetricRefused_allElseArrivesAndTheOutboxShowsIt() throws Exception {
    cloudWatch.refuse("m17");
    SidestatProcess collector =
        run(publishingTo(cloudWatch.endpoint().toString())).awaitListening();
    StringBuilder lines = new StringBuilder("jobs:2|c");
    for (int i = 0; i < 100; i++) {
      lines.append("\nm").append(i).append(":1|c");
    }
    send(collector, lines.toString());

    collector.await(
        "it is set aside",
        () -> collector.status().path("outbox").path("quarantined").asLong() >= 1);
    collector.await("all else arrives", () -> cloudWatch.metrics().size() == 100);

    assertEquals(2, sum(cloudWatch, JOBS));
    collector.await("it is said", () -> collector.stderrLines("metric=m17") == 1);
    SidestatProcess list = command("outbox", "list", "--journal-path=" + journal);
    assertEquals(0, list.exitCode());
    assertTrue(list.stdout().contains("quarantined"), list.stdout());
    assertTrue(list.stdout().contains("The value for parameter Values is invalid"), list.stdout());
    String id = list.stdout().lines().skip(1).findFirst().orElseThrow().split(" +", 2)[0];
    SidestatProcess drop =
        command(
            "outbox",
            "drop",
            id,
            "--journal-path=" + journal,
            "--admin-address=" + collector.adminAddress().getAuthority());
    assertEquals(0, drop.exitCode(), drop.stderr());
    assertEquals("requests dropped: 1", drop.stdout().strip());
    assertEquals(0, collector.terminate());
  }

  @Test
  void run_journalDamaged_isMovedAsideSaidAndTheCollectorRuns() throws Exception {
    Files.writeString(journal, "this is no journal\n".repeat(500));
    SidestatProcess collector = run(Map.of()).awaitListening();

    assertEquals(1, collector.stderrLines("the journal is damaged"), collector.stderr());
    send(collector, "jobs:2|c");
    collector.await("it is journaled", () -> journaled("jobs") == 2);
    assertEquals(0, collector.terminate());
  }

  @Test
  void run_secondSignalWhileStopping_endsAtOnceWithTheJournalIntact() throws Exception {
    cloudWatch.alwaysAnswer(Answer.hang());
    SidestatProcess collector =
        run(publishingTo(cloudWatch.endpoint().toString())).awaitListening();
    send(collector, "jobs:2|c");
    collector.awaitReceived(1);

    collector.signal();
    collector.await("it is journaled", () -> journaled("jobs") == 2);
    collector.signal();

    assertEquals(143, collector.exitCode());
    assertEquals(1, collector.stderrLines("a second signal: ends"), collector.stderr());
    assertEquals(2, journaled("jobs"));
    cloudWatch.alwaysAnswer(Answer.accept());
    SidestatProcess next = run(publishingTo(cloudWatch.endpoint().toString())).awaitListening();
    next.await("it is sent", () -> sum(cloudWatch, JOBS) == 2);
    assertEquals(0, next.terminate());
  }

  /** A disk that hangs must not make the supervisor kill us. */
  @Test
  void run_stoppedWhileTheJournalHangs_endsAtTheDeadline() throws Exception {
    SidestatProcess collector = run(Map.of(), "--stop-deadline=3s").awaitListening();
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + journal);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      send(collector, "jobs:1|c");
      collector.awaitReceived(1);
      long begun = System.nanoTime();

      int exitCode = collector.terminate();

      double seconds = (System.nanoTime() - begun) / 1e9;
      assertTrue(seconds < 4, "took " + seconds + " s");
      assertEquals(1, exitCode, collector.stderr());
      assertEquals(1, collector.stderrLines("samples_lost=1"), collector.stderr());
      statement.execute("ROLLBACK");
    }
  }

  @Test
  void run_malformedLines_areCountedByReasonAndNeighboursAreUnharmed() throws Exception {
    SidestatProcess collector = run(Map.of()).awaitListening();

    send(collector, "jobs:1|c\njobs:x|c\njobs:1|q\n:1|c\njobs\njobs:-5|ms\njobs:1|c|@7\njobs:2|c");
    collector.awaitReceived(8);

    JsonNode status = collector.status();
    Map<String, Integer> reasons = new TreeMap<>();
    status
        .path("rejectedByReason")
        .properties()
        .forEach(reason -> reasons.put(reason.getKey(), reason.getValue().asInt()));
    assertEquals(
        Map.of(
            "bad_value", 1,
            "unknown_type", 1,
            "empty_name", 1,
            "no_value", 1,
            "negative_timer", 1,
            "bad_rate", 1),
        reasons);
    assertEquals(2, status.path("ledger").path("aggregated").asLong());
    assertEquals(6, status.path("ledger").path("rejected").asLong());
    collector.await("the good ones are journaled", () -> journaled("jobs") == 3);
    assertEquals(0, collector.terminate());
  }

  @Test
  void kill9_journaledAndUnsent_isPublishedByTheNextRun() throws Exception {
    cloudWatch.alwaysAnswer(Answer.throttle());
    Map<String, String> environment = publishingTo(cloudWatch.endpoint().toString());
    SidestatProcess killed = run(environment).awaitListening();
    send(killed, "jobs:2|c");
    killed.await("it is journaled", () -> journaled("jobs") == 2);
    killed.await("a send was refused", () -> !cloudWatch.requests().isEmpty());
    killed.kill();
    cloudWatch.alwaysAnswer(Answer.accept());

    SidestatProcess next = run(environment).awaitListening();

    next.await("it has arrived", () -> sum(cloudWatch, JOBS) == 2);
    assertEquals(0, next.terminate());
    assertEquals(2, sum(cloudWatch, JOBS));
  }

  @Test
  void kill9_requestInFlight_isSentAgainAndCountedAsInDoubt() throws Exception {
    cloudWatch.alwaysAnswer(Answer.hang());
    Map<String, String> environment = publishingTo(cloudWatch.endpoint().toString());
    SidestatProcess killed = run(environment).awaitListening();
    send(killed, "jobs:2|c");
    killed.await(
        "a request is in flight",
        () -> killed.status().path("outbox").path("in_flight").asLong() == 1);
    killed.kill();
    cloudWatch.alwaysAnswer(Answer.accept());

    SidestatProcess next = run(environment).awaitListening();

    next.await("it has arrived", () -> sum(cloudWatch, JOBS) == 2);
    assertEquals(1, next.status().path("outbox").path("ambiguous_sends").asLong());
    assertEquals(0, next.terminate());
  }
}
