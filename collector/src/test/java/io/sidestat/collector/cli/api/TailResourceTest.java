package io.sidestat.collector.cli.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.admin.AdminQuery;
import io.sidestat.collector.admin.AdminReply;
import io.sidestat.collector.aggregate.SampleTap.Taken;
import io.sidestat.collector.aggregate.TappedLine;
import io.sidestat.collector.aggregate.TappedLine.Outcome;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.Unit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tails by requests, under a clock set by hand; what the owner thread does is done here. */
class TailResourceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long NOON = Instant.parse("2026-11-26T12:00:00Z").toEpochMilli();
  private static final MetricId METRIC =
      new MetricId(
          SeriesType.COUNTER, "Shop", "hits", Unit.COUNT, List.of(new Dimension("Endpoint", "/x")));

  private long nanos = Long.MAX_VALUE - 5;
  private final Tails tails = new Tails(() -> nanos);
  private final TailResource resource =
      new TailResource(tails, () -> tails.forgetGone().forEach(Tail::takenOver));

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private AdminReply get(String query) throws InterruptedException {
    return resource.get(AdminQuery.of(Optional.of(query), resource.parameters()));
  }

  private JsonNode json(String query) throws Exception {
    AdminReply reply = get(query);
    assertEquals(200, reply.status(), () -> text(reply));
    return JSON.readTree(text(reply));
  }

  private static String text(AdminReply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  private String begin() throws Exception {
    return json("match=**").path("id").asText();
  }

  private static TappedLine line(String text) {
    return new TappedLine(
        NOON, text.getBytes(StandardCharsets.UTF_8), false, Outcome.AGGREGATED, METRIC, null);
  }

  private void come(int from, int to) {
    List<TappedLine> lines =
        IntStream.range(from, to).mapToObj(i -> line("hits:" + i + "|c")).toList();
    tails.forgetGone().forEach(tail -> tail.add(new Taken(lines, 0)));
  }

  @Test
  void begin_withoutAnything_isOfAllNamesAndHasNoLines() throws Exception {
    JsonNode answer = json("");

    assertEquals(0, answer.path("lines").size());
    assertEquals(0, answer.path("notShown").asLong());
    assertTrue(tails.forgetGone().get(0).glob().matches("any.thing"));
  }

  @Test
  void look_afterLinesCame_answersThemOnce() throws Exception {
    String id = begin();
    come(0, 2);

    JsonNode first = json("id=" + id);
    JsonNode second = json("id=" + id);

    assertEquals(id, first.path("id").asText());
    assertEquals(
        JSON.readTree(
            """
            [{"at": "2026-11-26T12:00:00.000Z", "line": "hits:0|c", "outcome": "aggregated",
              "metric": "hits{Endpoint=/x}", "namespace": "Shop"},
             {"at": "2026-11-26T12:00:00.000Z", "line": "hits:1|c", "outcome": "aggregated",
              "metric": "hits{Endpoint=/x}", "namespace": "Shop"}]
            """),
        first.path("lines"));
    assertEquals(0, second.path("lines").size());
  }

  @Test
  void look_atALineThatWasRejectedAndCut_tellsWhy() throws Exception {
    String id = begin();
    TappedLine rejected =
        new TappedLine(
            NOON, new byte[] {27, '"'}, true, Outcome.REJECTED, null, RejectReason.NO_VALUE);
    tails.forgetGone().get(0).add(new Taken(List.of(rejected), 0));

    AdminReply reply = get("id=" + id);

    assertFalse(text(reply).contains("\u001b"));
    assertEquals(
        JSON.readTree(
            """
            {"at": "2026-11-26T12:00:00.000Z", "line": "\\u001b\\"", "cut": true,
             "outcome": "rejected", "reason": "no_value: there is no ':value' behind the name"}
            """),
        JSON.readTree(text(reply)).path("lines").path(0));
  }

  @Test
  void lines_moreThanWait_losesTheOldestAndCountsThem() throws Exception {
    String id = begin();
    come(0, Tail.LINES_MAX);
    come(Tail.LINES_MAX, Tail.LINES_MAX + 3);
    tails.forgetGone().get(0).add(new Taken(List.of(), 4));

    JsonNode answer = json("id=" + id);

    assertEquals(Tail.LINES_MAX, answer.path("lines").size());
    assertEquals("hits:3|c", answer.path("lines").path(0).path("line").asText());
    assertEquals(7, answer.path("notShown").asLong());
    assertEquals(0, json("id=" + id).path("notShown").asLong());
  }

  @Test
  void tail_nobodyLooksAt_isForgotten() throws Exception {
    String id = begin();
    pass(Tail.SILENCE_MAX);
    assertEquals(1, tails.forgetGone().size());
    assertEquals(200, get("id=" + id).status());
    pass(Tail.SILENCE_MAX);
    assertEquals(1, tails.forgetGone().size());
    pass(Duration.ofNanos(1));
    assertEquals(0, tails.forgetGone().size());

    AdminReply reply = get("id=" + id);

    assertEquals(404, reply.status());
    assertTrue(text(reply).contains("begin another"), text(reply));
  }

  @Test
  void tail_ended_answersWhatWaitedAndIsGone() throws Exception {
    String id = begin();
    come(0, 1);

    assertEquals(1, json("id=" + id + "&last=true").path("lines").size());
    assertEquals(404, get("id=" + id).status());
    assertEquals(List.of(), tails.forgetGone());
  }

  @Test
  void begin_oneTooMany_isRefusedUntilThereIsRoom() throws Exception {
    String first = begin();
    for (int i = 1; i < 8; i++) {
      begin();
    }

    AdminReply refused = get("match=**");
    assertEquals(503, refused.status());
    assertTrue(text(refused).contains("8 tails are on"), text(refused));
    assertEquals(200, get("id=" + first + "&last=true").status());
    assertEquals(200, get("match=**").status());
    assertEquals(503, get("match=**").status());
    pass(Tail.SILENCE_MAX.plusNanos(1));
    assertEquals(200, get("match=**").status());
    assertEquals(1, tails.forgetGone().size());
  }

  @Test
  void ids_ofTails_differ() throws Exception {
    assertNotEquals(begin(), begin());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "match=",
        "match=a(b",
        "match=a:b",
        "match=***",
        "match=*a*a*a*a*a*a*a*a*",
        "match=a&id=b",
        "match=a&last=true",
        "id=a&last=no",
        "id=a&id=b",
        "glob=a"
      })
  void parameters_thatCannotBeUsed_areMistakes(String query) {
    IllegalArgumentException mistake =
        assertThrows(IllegalArgumentException.class, () -> get(query));

    assertTrue(String.valueOf(mistake.getMessage()).length() > 10, mistake::toString);
    assertEquals(List.of(), tails.forgetGone());
  }

  @Test
  void match_asLongAsItGets_isTakenAndOneMoreIsNot() throws Exception {
    assertEquals(200, get("match=" + "a".repeat(255)).status());
    assertThrows(IllegalArgumentException.class, () -> get("match=" + "a".repeat(256)));
  }
}
