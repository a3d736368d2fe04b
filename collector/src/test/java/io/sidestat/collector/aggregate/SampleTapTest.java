package io.sidestat.collector.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sidestat.collector.aggregate.SampleTap.Taken;
import io.sidestat.collector.aggregate.TappedLine.Outcome;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.ConfigLoader;
import io.sidestat.collector.config.ConfigSources;
import io.sidestat.collector.config.Glob;
import io.sidestat.collector.config.SeriesConfig;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.shape.GlobMatcher;
import io.sidestat.collector.shape.Shaper;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tap takes of the lines that pass through the real parser and aggregator. */
class SampleTapTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  private static SampleTap tap(String... globs) {
    return new SampleTap(
        Stream.of(globs).map(Glob::ofName).map(GlobMatcher::new).toList(), () -> NOON);
  }

  private static SampleTap tapped(Feed feed, String... globs) {
    SampleTap tap = tap(globs);
    feed.aggregator().tap(tap);
    return tap;
  }

  private static List<String> lines(Taken taken) {
    return taken.lines().stream().map(TappedLine::text).toList();
  }

  private static List<String> lines(SampleTap tap) {
    return lines(tap.swap().get(0));
  }

  private static TappedLine only(SampleTap tap) {
    List<TappedLine> lines = tap.swap().get(0).lines();
    assertEquals(1, lines.size(), lines::toString);
    return lines.get(0);
  }

  @Test
  void line_wanted_isTakenAsSentWithItsTimeAndMetric() {
    Feed feed = new Feed();
    SampleTap tap = tapped(feed, "ResponseTime");

    TappedLine line = only(send(feed, tap, "ResponseTime:12.5|ms|@0.5|#Endpoint:/x"));

    assertEquals("ResponseTime:12.5|ms|@0.5|#Endpoint:/x", line.text());
    assertEquals(NOON.toEpochMilli(), line.epochMillis());
    assertEquals(Outcome.AGGREGATED, line.outcome());
    assertEquals("ResponseTime{Endpoint=/x}", String.valueOf(line.metric()));
    assertNull(line.reason());
  }

  private static SampleTap send(Feed feed, SampleTap tap, String... datagrams) {
    feed.send(datagrams);
    return tap;
  }

  static Stream<String> dialects() {
    return Stream.of(
        "name:1|c|#k:v",
        "name,k=v:1|c",
        "name;k=v:1|c",
        "name#k=v:1|c",
        "name[k=v]:1|c",
        "na[k=v]me:1|c",
        "na[k=v:w]me:1|c",
        "name:1|c|@0.5|#k:v|c:box|T1700000000",
        "name:member:with:colons|s",
        "name:+1|g");
  }

  /** The first time, the second, when it is remembered, and the third, when it is recalled. */
  @ParameterizedTest
  @MethodSource("dialects")
  void line_ofEachDialect_isTakenWholeEachTime(String line) {
    Feed feed = new Feed();
    SampleTap tap = tapped(feed, "name");

    assertEquals(List.of(line, line, line), lines(send(feed, tap, line, line, line)));
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void line_recalledWhenTheTapBegins_isTaken(String line) {
    Feed feed = new Feed().send(line, line, line);
    SampleTap tap = tapped(feed, "name");

    assertEquals(List.of(line, line), lines(send(feed, tap, line, line)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"name:1:2:3|ms", "name:1|c:2|g:3|ms", "name:1:2|c:3|ms"})
  void line_ofSeveralValues_isTakenOnce(String line) {
    Feed feed = new Feed();
    SampleTap tap = tapped(feed, "name");

    assertEquals(List.of(line, line, line), lines(send(feed, tap, line, line, line)));
  }

  @Test
  void lines_ofOneDatagram_areTakenThoseThatAreWanted() {
    Feed feed = new Feed();
    SampleTap tap = tapped(feed, "a*");

    send(feed, tap, "a:1|c\r\nb:1|c\n\nab:2|c\na:1|c", "a:1|c");

    assertEquals(List.of("a:1|c", "ab:2|c", "a:1|c", "a:1|c"), lines(tap));
  }

  @Test
  void tails_several_getEachTheirOwn() {
    Feed feed = new Feed();
    SampleTap tap = tapped(feed, "a", "**", "a*", "nothing");

    List<Taken> taken = send(feed, tap, "a:1|c", "ab:1|c", "b:1|c", "a:1|c").swap();

    assertEquals(List.of("a:1|c", "a:1|c"), lines(taken.get(0)));
    assertEquals(List.of("a:1|c", "ab:1|c", "b:1|c", "a:1|c"), lines(taken.get(1)));
    assertEquals(List.of("a:1|c", "ab:1|c", "a:1|c"), lines(taken.get(2)));
    assertEquals(List.of(), lines(taken.get(3)));
  }

  @Test
  void tap_afterAnother_decidesAnew() {
    Feed feed = new Feed().send("a:1|c", "b:1|c", "a:1|c", "b:1|c");
    SampleTap first = tapped(feed, "a");
    send(feed, first, "a:2|c", "b:2|c", "a:2|c", "b:2|c");
    SampleTap second = tapped(feed, "b");
    send(feed, second, "a:3|c", "b:3|c", "a:3|c", "b:3|c");
    feed.aggregator().tap(null);
    send(feed, second, "a:4|c", "b:4|c");
    SampleTap third = tapped(feed, "a");
    send(feed, third, "a:5|c", "b:5|c");

    assertEquals(List.of("a:2|c", "a:2|c"), lines(first));
    assertEquals(List.of("b:3|c", "b:3|c"), lines(second));
    assertEquals(List.of("a:5|c"), lines(third));
  }

  @Test
  void tap_whenSamplesAreShapedOtherwise_goesOn() {
    Feed feed = new Feed().send("a:1|c", "a:1|c");
    SampleTap tap = tapped(feed, "a");
    feed.aggregator().reshape(new Shaper("Other", Map.of()), new SeriesConfig(1_000, 1_000_000));

    feed.send("a:2|c", "a:2|c", "a:2|c");

    assertEquals(3, tap.swap().get(0).lines().size());
  }

  @Test
  void lines_moreThanTheBudget_areCountedUntilTheNextSwap() {
    Feed feed = new Feed();
    SampleTap tap = tapped(feed, "a", "b");
    for (int i = 0; i < SampleTap.LINES_MAX + 7; i++) {
      feed.send("a:" + i + "|c");
    }
    feed.send("b:1|c");

    List<Taken> taken = tap.swap();
    feed.send("a:1|c");

    assertEquals(SampleTap.LINES_MAX, taken.get(0).lines().size());
    assertEquals(7, taken.get(0).notTaken());
    assertEquals(List.of("b:1|c"), lines(taken.get(1)));
    assertEquals(0, taken.get(1).notTaken());
    Taken next = tap.swap().get(0);
    assertEquals(List.of("a:1|c"), lines(next));
    assertEquals(0, next.notTaken());
  }

  @Test
  void line_longerThanIsTaken_isCut() {
    Feed feed = new Feed();
    SampleTap tap = tapped(feed, "name");
    String end = "name:1|c|#k:" + "v".repeat(SampleTap.LINE_BYTES_MAX - 12);

    TappedLine whole = only(send(feed, tap, end));
    TappedLine cut = only(send(feed, tap, end + "w"));

    assertEquals(end, whole.text());
    assertTrue(!whole.cut());
    assertEquals(end, cut.text());
    assertTrue(cut.cut());
  }

  private static Shaper rules(Path directory, String yaml) throws Exception {
    Path file = Files.writeString(directory.resolve("sidestat.yaml"), yaml);
    CollectorConfig config =
        ConfigLoader.load(
                new ConfigSources(
                    Optional.of(file),
                    Optional.empty(),
                    Map.of("HOME", directory.toString()),
                    Map.of()))
            .config();
    return Shaper.of(config);
  }

  @Test
  void glob_ofTheMetricsName_takesWhatBecomesIt(@TempDir Path directory) throws Exception {
    Feed feed =
        new Feed(
            rules(
                directory,
                """
                rules:
                  - match: api.*.latency
                    name: ResponseTime
                """));
    SampleTap tap = tapped(feed, "ResponseTime", "api.*.latency");

    List<Taken> taken =
        send(feed, tap, "api.x.latency:1|ms", "api.x.latency:2|ms", "other:1|c").swap();

    assertEquals(List.of("api.x.latency:1|ms", "api.x.latency:2|ms"), lines(taken.get(0)));
    assertEquals(lines(taken.get(0)), lines(taken.get(1)));
  }

  @Test
  void line_droppedByARule_isTakenAsSkipped(@TempDir Path directory) throws Exception {
    Feed feed = new Feed(rules(directory, "rules:\n  - match: debug.**\n    drop: true\n"));
    SampleTap tap = tapped(feed, "debug.*");

    TappedLine line = only(send(feed, tap, "debug.x:1|c"));

    assertEquals(Outcome.SKIPPED, line.outcome());
    assertNull(line.metric());
  }

  @Test
  void line_pastTheSeriesLimit_isTakenAsFolded() {
    Feed feed = new Feed(1, 0.005).send("a:1|c|#k:1");
    SampleTap tap = tapped(feed, "a");

    for (int i = 2; i < 20; i++) {
      TappedLine line = only(send(feed, tap, "a:1|c|#k:" + i));

      assertEquals(Outcome.FOLDED, line.outcome());
      assertEquals("a{k=__other__}", String.valueOf(line.metric()));
    }
  }

  @Test
  void line_pastTheLimitOfOtherSeries_isTakenAsRefused() {
    Feed feed = new Feed(1, 0.005).send("a:1|c");
    for (int i = 0; i < LiveSeries.OTHER_MAX; i++) {
      feed.send("filler" + i + ":1|c");
    }
    SampleTap tap = tapped(feed, "a*");

    TappedLine line = only(send(feed, tap, "a2:1|c"));

    assertEquals(Outcome.REFUSED, line.outcome());
    assertNull(line.metric());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"name:x|c", "name", "name:1", "name:1|q", "name,k=v:x|c", "name|c", "name:1|c|@7"})
  void line_rejected_isTakenByTheNameThatItBeginsWith(String text) {
    Feed feed = new Feed();
    SampleTap tap = tapped(feed, "name");

    TappedLine line = only(send(feed, tap, text, "other:x|c"));

    assertEquals(Outcome.REJECTED, line.outcome());
    assertEquals(text, line.text());
    assertTrue(line.reason() != null);
  }

  @Test
  void sample_thatItsSeriesRejects_isNotShownAsAggregated() {
    Feed feed = new Feed();
    for (int i = 0; i < RateTable.RATES_MAX; i++) {
      feed.send("name:1|c|@0." + (100 + i));
    }
    SampleTap tap = tapped(feed, "name");

    TappedLine line = only(send(feed, tap, "name:1|c|@0.999"));

    assertEquals(Outcome.REJECTED, line.outcome());
    assertEquals(RejectReason.TOO_MANY_RATES, line.reason());
  }

  @Test
  void line_withABadValueAmongOthers_isTakenOnce() {
    Feed feed = new Feed();
    SampleTap tap = tapped(feed, "name");

    List<TappedLine> lines = send(feed, tap, "name:1:x:2|c", "name:x:1|c").swap().get(0).lines();

    assertEquals(
        List.of(Outcome.AGGREGATED, Outcome.REJECTED),
        lines.stream().map(TappedLine::outcome).toList());
  }

  @Test
  void garbage_inFloods_isLookedAtOnlySoOften() {
    Feed feed = new Feed();
    SampleTap tap = tapped(feed, "name");
    for (int i = 0; i < SampleTap.REJECTED_LOOKS_MAX; i++) {
      feed.send("other:x|c");
    }

    assertEquals(List.of(), lines(send(feed, tap, "name:x|c")));
    assertEquals(List.of("name:x|c"), lines(send(feed, tap, "name:x|c")));
  }

  @Test
  void line_ofBytesThatAreNoText_isReplacedAndStaysOne() {
    Feed feed = new Feed();
    SampleTap tap = tapped(feed, "**");

    feed.send(new byte[] {'a', (byte) 0xff, 27, '[', 'm', ':', '1', '|', 'c'});

    assertEquals("a\ufffd\u001b[m:1|c", only(tap).text());
  }

  @Test
  void tap_ofTooManyTails_isRefused() {
    String[] globs = Collections.nCopies(SampleTap.TAILS_MAX + 1, "**").toArray(String[]::new);

    assertThrows(IllegalArgumentException.class, () -> tap(globs));
  }

  /** Whatever comes and goes, aggregation does not notice, and each wanted line is taken. */
  @Property(tries = 200)
  void taps_thatComeAndGo_changeNoSeriesAndMissNoLine(@ForAll long seed) {
    Random random = new Random(seed);
    List<String> heads = List.of("a", "b", "c.d", "a,k=v", "a[k=v]", "a[k");
    List<String> rests = List.of("|c", "|ms|#u:1", "|g", "|c|T1", "|s", "|c|@0.5|#u:2");
    Feed watched = new Feed(12, 0.005);
    Feed alone = new Feed(12, 0.005);
    List<String> sent = new ArrayList<>();
    SampleTap tap = null;
    for (int i = 0; i < 300; i++) {
      if (random.nextInt(20) == 0) {
        assertTaken(sent, tap);
        tap = random.nextInt(3) == 0 ? null : tap("a*");
        watched.aggregator().tap(tap);
      }
      if (random.nextInt(50) == 0) {
        assertEquals(alone.close(), watched.close());
      }
      String line =
          heads.get(random.nextInt(heads.size()))
              + ":"
              + random.nextInt(9)
              + rests.get(random.nextInt(rests.size()));
      watched.send(line);
      alone.send(line);
      if (line.startsWith("a")) {
        sent.add(line);
      }
    }
    assertTaken(sent, tap);
    assertEquals(alone.close(), watched.close());
  }

  private static void assertTaken(List<String> sent, @Nullable SampleTap tap) {
    if (tap != null) {
      assertEquals(sent, lines(tap));
    }
    sent.clear();
  }

  /** Nor while there is a tap, once all is decided and nothing is taken any more. */
  @ParameterizedTest
  @ValueSource(strings = {"", "nothing.*", "**"})
  void samples_whateverIsWatched_allocateNothing(String glob) {
    Feed feed = new Feed();
    if (!glob.isEmpty()) {
      feed.aggregator().tap(tap(glob));
    }
    byte[][] lines = new byte[100][];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = ("t:12.5|ms|#Endpoint:/" + i).getBytes(StandardCharsets.UTF_8);
    }
    send(feed, lines);

    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    send(feed, lines);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;

    assertTrue(bytes < 200_000, () -> bytes + " bytes");
    assertEquals(400_000, feed.ledger().aggregated());
  }

  private static void send(Feed feed, byte[][] lines) {
    for (int i = 0; i < 2_000; i++) {
      for (byte[] line : lines) {
        feed.send(line);
      }
    }
  }
}
