package io.sidestat.collector.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.MetricId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class LiveViewsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LiveKey LATENCY =
      new LiveKey(Optional.empty(), "latency", Map.of("Endpoint", "/x"), Optional.empty());
  private static final LiveKey REQUESTS =
      new LiveKey(
          Optional.of("Test"), "requests", Map.of("Endpoint", "/x"), Optional.of("StatusCode"));

  private static final LiveObjective OBJECTIVE =
      new LiveObjective("p95 < 500 ms", OptionalDouble.of(500), 95, List.of(), List.of());

  /** Seconds since 1970, the begin of a minute. */
  private static final long START = 6_000;

  private long nanos = 1_000;
  private int changes;
  private volatile LongSupplier clock = () -> nanos;
  private final LiveViews views =
      new LiveViews(Grid.within(0.005), () -> clock.getAsLong(), () -> changes++);
  private LiveViews asked = views;

  private LiveStretch stretch(double from, double to) {
    return new LiveStretch(at(from), at(to), nanos);
  }

  private static Instant at(double second) {
    return Instant.ofEpochMilli(Math.round((START + second) * 1_000));
  }

  private void second(int second, String... lines) {
    views.add(stretch(second, second + 1.002), series(lines));
  }

  private static List<ClosedSeries> series(String... lines) {
    return new Feed().send(lines).close().series();
  }

  private JsonNode view(LiveKey key, long since) {
    return JSON.valueToTree(views.view(key, since));
  }

  private static List<String> column(JsonNode view, String name) {
    return JSON.convertValue(
        view.at("/groups/0/seconds/" + name),
        JSON.getTypeFactory().constructCollectionType(List.class, String.class));
  }

  private void lookAt(LiveKey key) {
    view(key, 0);
    views.watched();
  }

  @Test
  void view_ofSeconds_hasTheirStatisticsOverAllSeriesThatMatch() {
    lookAt(LATENCY);
    second(
        0,
        "latency:10|ms|#Endpoint:/x,a:1",
        "latency:20|ms|#Endpoint:/x,a:2",
        "latency:99|ms|#Endpoint:/y");
    second(1);
    second(2, "latency:30|ms|#Endpoint:/x", "latency:40|ms|#Endpoint:/x");

    JsonNode view = view(LATENCY, 0);

    assertEquals(START, view.path("from").asLong());
    assertEquals(START + 3, view.path("until").asLong());
    assertTrue(view.path("complete").asBoolean());
    assertEquals(1, view.path("groups").size());
    assertEquals("timer", view.at("/groups/0/type").asText());
    assertEquals("Milliseconds", view.at("/groups/0/unit").asText());
    assertEquals(List.of("6000", "6002"), column(view, "start"));
    assertEquals(List.of("1002", "1002"), column(view, "millis"));
    assertEquals(List.of("2.0", "2.0"), column(view, "count"));
    assertEquals(List.of("30.0", "70.0"), column(view, "sum"));
    assertEquals(List.of("10.0", "30.0"), column(view, "p50"));
    assertEquals(List.of("20.0", "40.0"), column(view, "p99"));
    assertEquals(List.of("6002"), column(view(LATENCY, START + 1), "start"));
  }

  @Test
  void view_ofWhatNobodyLookedAt_tellsThatOthersAreToBeWatched_andOnlyThen() {
    view(LATENCY, 0);
    assertEquals(1, changes);
    view(LATENCY, 0);
    assertEquals(1, changes);

    views.keep(List.of());
    assertEquals(2, changes);
    assertTrue(views.takeChanged());
    assertFalse(views.takeChanged());
  }

  @Test
  void add_whileSomebodyReads_doesNotWait_andIsThereForTheNext() throws Exception {
    lookAt(LATENCY);
    assertTrue(views.takeChanged());
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch added = new CountDownLatch(1);
    // Who reads asks for the time, and here does not get it at once.
    clock =
        () -> {
          reading.countDown();
          awaitQuietly(added);
          return nanos;
        };
    Thread reader = new Thread(() -> view(LATENCY, 0));
    reader.start();
    reading.await();

    second(0, "latency:10|ms|#Endpoint:/x");
    assertFalse(views.takeChanged());
    added.countDown();
    reader.join();

    assertEquals(List.of("1.0"), column(view(LATENCY, 0), "count"));
  }

  @Test
  void whoIsToldThatOthersAreToBeWatched_canTakeThemAtOnce() {
    List<Boolean> taken = new ArrayList<>();
    LiveViews told = new LiveViews(Grid.within(0.005), () -> nanos, () -> take(taken));
    this.asked = told;

    told.view(LATENCY, 0);

    assertEquals(List.of(true), taken);
  }

  /** As the thread that packs does, which is another than the one that asked. */
  private void take(List<Boolean> taken) {
    Thread packer = new Thread(() -> taken.add(asked.takeChanged()));
    packer.start();
    try {
      packer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void view_byDimension_keepsItsValuesApart() {
    lookAt(REQUESTS);
    second(
        0,
        "requests:3|c|#Endpoint:/x,StatusCode:2xx",
        "requests:1|c|#Endpoint:/x,StatusCode:5xx",
        "requests:1|ms|#Endpoint:/x,StatusCode:5xx");

    JsonNode view = view(REQUESTS, 0);

    assertEquals(3, view.path("groups").size());
    for (JsonNode group : view.path("groups")) {
      boolean counter = group.path("type").asText().equals("counter");
      assertEquals(!counter, group.has("heat"));
      assertEquals(
          counter && group.path("by").asText().equals("2xx") ? 3 : 1,
          group.at("/seconds/sum/0").asInt());
      if (counter) {
        assertTrue(group.at("/seconds/p50/0").isNull());
      }
    }
  }

  @Test
  void add_twiceInASecond_isOneSecond() {
    lookAt(LATENCY);
    views.add(stretch(0, 0.6), series("latency:10|ms|#Endpoint:/x"));
    views.add(stretch(0.6, 1.001), series("latency:20|ms|#Endpoint:/x"));
    views.add(stretch(1.001, 3.001), series("latency:30|ms|#Endpoint:/x"));

    JsonNode view = view(LATENCY, 0);

    assertEquals(List.of("6000", "6002"), column(view, "start"));
    assertEquals(List.of("1001", "2000"), column(view, "millis"));
    assertEquals(List.of("2.0", "1.0"), column(view, "count"));
  }

  @Test
  void secondThatIsNotOver_isNotTold() {
    lookAt(LATENCY);
    views.add(stretch(0, 0.6), series("latency:10|ms|#Endpoint:/x"));

    assertEquals(List.of(), column(view(LATENCY, 0), "start"));
  }

  @Test
  void clockSetBack_losesNothing() {
    lookAt(LATENCY);
    second(10, "latency:10|ms|#Endpoint:/x");
    second(3, "latency:20|ms|#Endpoint:/x");
    second(11, "latency:30|ms|#Endpoint:/x");

    assertEquals(List.of("2.0", "1.0"), column(view(LATENCY, 0), "count"));
  }

  @Test
  void whatCameBeforeItWasWatched_isNotShown() {
    view(LATENCY, 0);
    second(0, "latency:1|ms|#Endpoint:/x");
    LiveStretch before = stretch(1, 2);
    nanos += 5;
    views.watched();
    views.add(before, series("latency:2|ms|#Endpoint:/x"));
    second(2, "latency:3|ms|#Endpoint:/x");

    JsonNode view = view(LATENCY, 0);

    assertEquals(START + 2, view.path("from").asLong());
    assertEquals(List.of("3.0"), column(view, "sum"));
  }

  @Test
  void lookedAt_isKeptForAsLongAsItIsAskedFor() {
    lookAt(LATENCY);
    assertTrue(views.takeChanged());
    assertFalse(views.takeChanged());

    nanos += Duration.ofSeconds(29).toNanos();
    view(LATENCY, 0);
    nanos += Duration.ofSeconds(29).toNanos();
    assertFalse(views.takeChanged());
    nanos += Duration.ofSeconds(2).toNanos();

    assertTrue(views.takeChanged());
    assertTrue(views.isEmpty());
  }

  @Test
  void promised_isKeptUntilOthersAre() {
    views.keep(
        List.of(
            new LiveEndpoint("shop", "production", "/x", LATENCY, REQUESTS, List.of(OBJECTIVE))));
    views.watched();
    assertTrue(views.takeChanged());
    second(0, "latency:10|ms|#Endpoint:/x", "requests:1|c|#Endpoint:/x,StatusCode:2xx");
    nanos += Duration.ofHours(1).toNanos();
    assertFalse(views.takeChanged());

    JsonNode told = JSON.valueToTree(views.endpoints(Optional.empty(), 0));
    assertEquals("/x", told.at("/0/endpoint").asText());
    assertEquals(500, told.at("/0/objectives/0/latency").asInt());
    assertEquals(10, told.at("/0/latency/groups/0/seconds/p50/0").asInt());
    assertEquals("2xx", told.at("/0/requests/groups/0/by").asText());
    assertEquals(1, views.endpoints(Optional.of("/x"), 0).size());
    assertEquals(0, views.endpoints(Optional.of("/y"), 0).size());

    views.keep(List.of());
    assertTrue(views.takeChanged());
    assertTrue(views.isEmpty());
  }

  @Test
  void wanted_isWhatAnyViewShows() {
    lookAt(LATENCY);
    lookAt(REQUESTS);
    List<MetricId> ids =
        series(
                "latency:1|ms|#Endpoint:/x,a:1",
                "latency:1|ms|#Endpoint:/y",
                "requests:1|c|#Endpoint:/x",
                "requests:1|c")
            .stream()
            .map(ClosedSeries::id)
            .toList();

    assertEquals(
        List.of("latency{Endpoint=/x,a=1}", "requests{Endpoint=/x}"),
        ids.stream().filter(views.wanted()).map(MetricId::toString).sorted().toList());
  }

  @Test
  void longerThanAQuarterOfAnHour_isForgotten() {
    lookAt(LATENCY);
    for (int second = 0; second < 1_000; second++) {
      second(second, "latency:10|ms|#Endpoint:/x");
    }

    JsonNode view = view(LATENCY, 0);

    assertEquals(LiveTrack.SECONDS_KEPT, column(view, "start").size());
    assertEquals("6999", column(view, "start").get(899));
    assertEquals(90, view.at("/groups/0/heat/columns").size());
  }

  @Test
  void heat_hasTheSamplesByValueAndTime() {
    lookAt(LATENCY);
    second(0, "latency:1|ms|#Endpoint:/x", "latency:8|ms|@0.5|#Endpoint:/x");
    second(9, "latency:8.5|ms|#Endpoint:/x", "latency:0|ms|#Endpoint:/x");
    second(10, "latency:1024|ms|#Endpoint:/x");

    JsonNode heat = view(LATENCY, 0).at("/groups/0/heat");

    assertEquals(4, heat.path("cellsPerOctave").asInt());
    JsonNode first = heat.at("/columns/0");
    assertEquals(START, first.path("start").asLong());
    assertEquals(-80, first.path("first").asInt());
    assertEquals(1, first.path("counts").get(0).asInt());
    assertEquals(1, first.path("counts").get(80).asInt());
    assertEquals(3, first.path("counts").get(80 + 3 * 4).asInt());
    assertEquals(40, heat.at("/columns/1/first").asInt());
    assertEquals(1, view(LATENCY, START + 10).at("/groups/0/heat/columns").size());
  }

  @Test
  void moreThanThereIsRoomFor_isRefusedOrSaidToBeIncomplete() {
    LiveKey all = new LiveKey(Optional.empty(), "many", Map.of(), Optional.of("a"));
    lookAt(all);
    String[] lines = new String[LiveViews.TRACKS_MAX + 1];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "many:1|c|#a:" + i;
    }
    second(0, lines);
    JsonNode view = view(all, 0);
    assertEquals(LiveViews.TRACKS_MAX, view.path("groups").size());
    assertFalse(view.path("complete").asBoolean());

    for (int i = 1; i < LiveViews.VIEWS_MAX; i++) {
      view(new LiveKey(Optional.empty(), "m" + i, Map.of(), Optional.empty()), 0);
    }
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> view(LATENCY, 0));
    assertTrue(String.valueOf(refused.getMessage()).contains("half a minute"));
    assertNull(refused.getCause());
  }
}
