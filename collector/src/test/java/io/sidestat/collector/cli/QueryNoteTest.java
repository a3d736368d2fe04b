package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.OutboxState;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code sidestat query} says beside its answer. */
class QueryNoteTest {
  private static final String NOTE =
      "note: CloudWatch answers no percentiles of drift, since it has negative values; the journal"
          + " does\n";

  @TempDir Path directory = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void fill() throws JournalException {
    try (Journal journal = Journal.open(directory.resolve("journal.db"), () -> Instant.EPOCH)) {
      journal.append(
          new Feed()
              .send("drift:-2|h", "drift:4|h", "level:0|g", "level:-3|g", "even:4|h", "jobs:-1|c")
              .close(),
          List.of(),
          OutboxState.LOCAL);
    }
  }

  private String noteOf(String... arguments) {
    List<String> call = new ArrayList<>(List.of(arguments));
    call.add("--journal-path=" + directory.resolve("journal.db"));
    int exitCode =
        new CommandLine(new QueryCommand(Map.of(), () -> Instant.ofEpochSecond(60)))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err, true))
            .execute(call.toArray(String[]::new));
    assertEquals(0, exitCode, err::toString);
    return err.toString();
  }

  @Test
  void query_percentileOfNegativeSamples_saysThatCloudWatchWillNot() {
    assertEquals(NOTE, noteOf("drift", "--stat=p50"));
    assertTrue(out.toString().contains("-2"), out::toString);
  }

  @Test
  void query_percentileAsJson_leavesTheAnswerClean() {
    assertEquals(NOTE, noteOf("drift", "--json"));
    assertTrue(out.toString().startsWith("["), out::toString);
  }

  @Test
  void query_negativeGauge_saysSoToo() {
    assertEquals(NOTE.replace("drift", "level"), noteOf("level", "--stat=p99"));
  }

  @Test
  void query_otherStatisticsOfNegativeSamples_saysNothing() {
    assertEquals("", noteOf("drift", "--stat=avg", "--stat=min"));
  }

  @Test
  void query_percentileOfPositiveSamples_saysNothing() {
    assertEquals("", noteOf("even", "--stat=p50"));
  }

  @Test
  void query_negativeCounter_saysNothing() {
    assertEquals("", noteOf("jobs", "--stat=p50"));
  }
}
