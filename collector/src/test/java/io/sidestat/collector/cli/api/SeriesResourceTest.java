package io.sidestat.collector.cli.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.admin.AdminQuery;
import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.Ledger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of the last interval of a real journal. */
class SeriesResourceTest {
  private final Path file;
  private final Journal journal;
  private final SeriesResource resource;

  SeriesResourceTest(@TempDir Path directory) throws JournalException {
    file = directory.resolve("journal.db");
    journal = Journal.open(file, Instant::now);
    resource = new SeriesResource(file);
  }

  @AfterEach
  void close() throws JournalException {
    journal.close();
  }

  /** A fragment of the first minute that there is. */
  private void fragment(String run, String... lines) throws JournalException {
    Fragment closed = new Feed().send(lines).close();
    journal.append(
        new Fragment(run, 0, new Interval(0, 60_000), closed.series(), Ledger.EMPTY),
        List.of(),
        OutboxState.LOCAL);
  }

  private JsonNode ask(String query) throws Exception {
    return new ObjectMapper()
        .readTree(resource.get(AdminQuery.of(Optional.of(query), resource.parameters())).body());
  }

  private static List<String> names(JsonNode answer) {
    List<String> names = new ArrayList<>();
    answer.path("series").forEach(one -> names.add(one.path("metric").asText()));
    return names;
  }

  @Test
  void get_severalFragmentsOfTheInterval_areOneSeriesEach() throws Exception {
    fragment("one", "t:10|ms", "other:1|c", "t:20|ms");
    fragment("two", "t:60|ms");

    JsonNode answer = ask("");

    assertEquals(2, answer.path("found").asInt());
    assertEquals(List.of("t", "other"), names(answer));
    JsonNode statistics = answer.path("series").path(0).path("statistics");
    assertEquals(3, statistics.path("count").asDouble());
    assertEquals(90, statistics.path("sum").asDouble());
    assertEquals(60, statistics.path("max").asDouble());
    assertEquals(20, statistics.path("p50").asDouble(), 0.1);
    assertEquals(3 / 60.0, answer.path("series").path(0).path("samplesPerSecond").asDouble());
  }

  @Test
  void get_limit_keepsTheFirstInEitherOrder() throws Exception {
    fragment("one", "c:1|c", "a:1|c", "a:1|c", "d:1|c", "b:1|c", "b:1|c", "b:1|c");

    assertEquals(List.of("b", "a", "c", "d"), names(ask("")));
    assertEquals(List.of("b", "a", "c"), names(ask("limit=3")));
    assertEquals(List.of("a", "b"), names(ask("limit=2&sort=name")));
    assertEquals(List.of("d"), names(ask("limit=1&search=D")));
    assertEquals(4, ask("limit=1").path("found").asInt());
    assertEquals(0, ask("search=none").path("found").asInt());
  }

  @Test
  void get_nothingWritten_isAnEmptyList() throws Exception {
    JsonNode answer = ask("");

    assertEquals(0, answer.path("found").asInt());
    assertEquals(0, answer.path("series").size());
    assertEquals(2, answer.size());
  }

  /** 2,500 series with names of 4 KB. */
  @Test
  void get_longerThanAnAnswerMayBe_saysSo() throws Exception {
    String value = "v".repeat(950);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      lines.add("m%d:1|c|#a:%s,b:%s,c:%s,d:%s".formatted(i, value, value, value, value));
    }
    Fragment closed = new Feed(10_000, 0.005).send(lines.toArray(String[]::new)).close();
    journal.append(closed, List.of(), OutboxState.LOCAL);

    assertEquals(1_000, ask("").path("series").size());
    Exception told = assertThrows(IllegalArgumentException.class, () -> ask("limit=10000"));
    assertTrue(told.toString().contains("ask for less"), told::toString);
  }
}
