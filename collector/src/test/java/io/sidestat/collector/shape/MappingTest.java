package io.sidestat.collector.shape;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.aggregate.MendedNames;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.ConfigLoader;
import io.sidestat.collector.config.ConfigSources;
import io.sidestat.collector.config.SeriesConfig;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.model.SampleType;
import io.sidestat.collector.model.StatisticSet;
import io.sidestat.collector.model.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules from the file to the datum: lines in, what CloudWatch would be sent out. */
class MappingTest {
  @TempDir Path directory = Path.of("");

  private CollectorConfig config(String yaml) throws IOException, ConfigException {
    Path file = Files.writeString(directory.resolve("sidestat.yaml"), yaml);
    return ConfigLoader.load(
            new ConfigSources(
                Optional.of(file),
                Optional.empty(),
                Map.of("HOME", "/", "ENVIRONMENT", "prod"),
                Map.of()))
        .config();
  }

  private static Shaper shaper(CollectorConfig config) {
    return Shaper.of(config);
  }

  private Feed feed(String yaml) throws Exception {
    return new Feed(shaper(config(yaml)));
  }

  @Test
  void resolution_ofASeriesThatTwoRulesFeed_isTheFinerWhicheverCameFirst() throws Exception {
    String yaml =
        """
        rules:
          - {match: fine.*, name: x$1, resolution: high}
          - {match: coarse.*, name: x$1, resolution: standard}
        """;

    for (Datum datum : datums(yaml, "coarse.a:1|c", "fine.a:1|c", "fine.b:1|c", "coarse.b:1|c")) {
      assertEquals(1, datum.storageResolutionSeconds(), datum.name());
      assertEquals(2, Objects.requireNonNull(datum.statistics()).count());
    }
  }

  @Test
  void removedTag_valuesWithoutEnd_foldNothing() throws Exception {
    Shaper shaper = shaper(config("rules: [{match: t, remove: [id]}]"));
    Feed feed = new Feed(new SeriesConfig(5, 1_000_000), 0.005, shaper);
    for (int i = 0; i < 1_000; i++) {
      feed.send("t:" + i + "|ms|#e:" + i % 5 + ",id:" + i);
    }
    Fragment fragment = feed.close();

    assertEquals(new Ledger(1_000, 1_000, 1_000, 0, 0, 0, Map.of()), fragment.ledger());
    assertEquals(5, fragment.series().size());
  }

  @Test
  void tagRenamedToADefaultDimension_spellingsWithoutEnd_keepsTheDefault() throws Exception {
    Shaper shaper = shaper(config("rules: [{match: t, rename: {env: Environment}}]"));
    Feed feed = new Feed(new SeriesConfig(1, 1_000_000), 0.005, shaper);
    for (int i = 0; i < 100; i++) {
      feed.send("t:1|c|#env:prod,id:" + i);
    }

    assertEquals(
        Set.of("t{Environment=prod,id=0}", "t{Environment=prod,id=__other__}"),
        feed.close().series().stream().map(one -> one.id().toString()).collect(toSet()));
  }

  @Test
  void droppedByATag_valuesWithoutEnd_areStillDropped() throws Exception {
    Shaper shaper = shaper(config("rules: [{match: t, tags: {id: '*9'}, drop: true}]"));
    Feed feed = new Feed(new SeriesConfig(5, 1_000_000), 0.005, shaper);
    for (int i = 0; i < 1_000; i++) {
      feed.send("t:1|ms|#id:" + i);
    }

    assertEquals(new Ledger(1_000, 1_000, 5, 895, 100, 0, Map.of()), feed.close().ledger());
  }

  @Test
  void droppedByName_spellingsWithoutEnd_areStillDropped() throws Exception {
    Shaper shaper = shaper(config("rules: [{match: 'x.**', drop: true}]"));
    Feed feed = new Feed(new SeriesConfig(5, 1_000_000), 0.005, shaper);
    for (int i = 0; i < 100; i++) {
      feed.send("x.y:1|ms|#id:" + i);
    }

    assertEquals(new Ledger(100, 100, 0, 0, 100, 0, Map.of()), feed.close().ledger());
  }

  private List<Datum> datums(String yaml, String... lines) throws Exception {
    Fragment fragment = feed(yaml).send(lines).close();
    assertTrue(fragment.ledger().balanced());
    return new RequestPacker(Grid.within(0.005))
        .pack(fragment.interval(), new RollUps(List.of()).applyTo(fragment.series())).stream()
            .flatMap(request -> request.datums().stream())
            .toList();
  }

  private static StatisticSet statistics(Datum datum) {
    return Objects.requireNonNull(datum.statistics());
  }

  private MetricId shaped(String yaml, SampleType type, String name, Dimension... tags)
      throws Exception {
    ShapedMetric metric = shaper(config(yaml)).shape(type, name, List.of(tags));
    return Objects.requireNonNull(metric).id();
  }

  private static Dimension tag(String name, String value) {
    return new Dimension(name, value);
  }

  @Test
  void datum_secondsForMilliseconds_isExact() throws Exception {
    Datum datum =
        datums(
                "rules: [{match: t, unit: Milliseconds, sent-in: Seconds}]",
                "t:0.123|h",
                "t:0.123|h")
            .get(0);

    assertEquals(new StatisticSet(2, 246, 123, 123), datum.statistics());
    assertEquals(Unit.MILLISECONDS, datum.unit());
    assertEquals(123, datum.values()[0], 123 * 0.005);
  }

  @Test
  void datum_microsecondsForMilliseconds_isExact() throws Exception {
    String yaml = "rules: [{match: t, unit: Milliseconds, sent-in: Microseconds}]";

    assertEquals(12.345, statistics(datums(yaml, "t:12345|ms").get(0)).max());
  }

  @Test
  void datum_decimalScale_isExact() throws Exception {
    String yaml = "rules: [{match: t, unit: Milliseconds, scale: 0.001}]";

    assertEquals(12.345, statistics(datums(yaml, "t:12345|ms").get(0)).max());
  }

  @Test
  void datum_timersUnitOfTime_convertsByItselfAndOthersDoNot() throws Exception {
    String yaml = "rules: [{match: t, unit: Seconds}]";

    assertEquals(4.5, statistics(datums(yaml, "t:4500|ms").get(0)).max());
    assertEquals(4500, statistics(datums(yaml, "t:4500|d").get(0)).max());
    assertEquals(
        4500, statistics(datums("rules: [{match: t, unit: Bytes}]", "t:4500|ms").get(0)).max());
  }

  @Test
  void datum_bytes_areThousandsAndKibibytesAreNot() throws Exception {
    String kilo = "rules: [{match: t, unit: Kilobytes, sent-in: Bytes}]";
    String kibi = "rules: [{match: t, unit: Bytes, sent-in: Kibibytes}]";
    String bits = "rules: [{match: t, unit: Kilobits, sent-in: Kilobytes}]";

    assertEquals(2, statistics(datums(kilo, "t:1500|c", "t:500|c").get(0)).sum());
    assertEquals(3072, statistics(datums(kibi, "t:3|c").get(0)).sum());
    assertEquals(24, statistics(datums(bits, "t:3|c").get(0)).sum());
  }

  @Test
  void datum_gaugeAndItsSteps_areConverted() throws Exception {
    String yaml = "rules: [{match: g, unit: Seconds, sent-in: Minutes}]";

    assertEquals(90, datums(yaml, "g:1|g", "g:+0.5|g").get(0).values()[0]);
  }

  @Test
  void datum_set_countsItsMembersWhateverTheScale() throws Exception {
    Datum datum = datums("rules: [{match: s, scale: 1000}]", "s:a|s", "s:b|s").get(0);

    assertEquals(2, datum.values()[0]);
  }

  @Test
  void datum_resolutionOfTheRule_isThatOfTheDatum() throws Exception {
    assertEquals(
        1, datums("rules: [{match: t, resolution: 1}]", "t:1|c").get(0).storageResolutionSeconds());
    assertEquals(
        60,
        datums("rules: [{match: u, resolution: 1}]", "t:1|c").get(0).storageResolutionSeconds());
  }

  @Test
  void ledger_droppedSamples_areSkippedAndItBalances() throws Exception {
    Feed feed = feed("rules: [{match: debug.**, drop: true}]");

    Fragment fragment = feed.send("debug.a:1|c", "debug.a:2|c", "debug.b:x|c", "ok:1|c").close();

    assertEquals(
        new Ledger(4, 4, 1, 0, 2, 0, Map.of(RejectReason.BAD_VALUE, 1L)), fragment.ledger());
    assertTrue(fragment.ledger().balanced());
    assertEquals(1, fragment.series().size());
  }

  @Test
  void ledger_valueOutOfRangeOnceConverted_isRejected() throws Exception {
    Feed feed = feed("rules: [{match: t, scale: 1e18}]");

    Ledger ledger = feed.send("t:1e100|c", "t:1|c").close().ledger();

    assertEquals(Map.of(RejectReason.OUT_OF_RANGE, 1L), ledger.rejected());
    assertTrue(ledger.balanced());
  }

  @Test
  void datum_valueTooSmallOnceConverted_isZero() throws Exception {
    String yaml = "rules: [{match: '*', scale: 1e-18}]";

    Datum timer = datums(yaml, "t:-1e-100|h", "t:0|h").get(0);
    Datum gauge = datums(yaml, "g:1e-100|g").get(0);
    StatisticSet counter = statistics(datums(yaml, "c:1e-100|c").get(0));

    assertEquals(new StatisticSet(2, 0, 0, 0), timer.statistics());
    assertArrayEquals(new double[] {0}, timer.values());
    assertArrayEquals(new double[] {0}, gauge.values());
    assertEquals(new StatisticSet(1, 0, 0, 0), counter);
  }

  @Test
  void shape_twoNamesOfOneMetric_areOneSeries() throws Exception {
    String yaml = "rules: [{match: api.*.latency, name: RT, keep: []}]";

    Fragment fragment = feed(yaml).send("api.a.latency:1|ms", "api.b.latency:3|ms|#x:y").close();

    assertEquals("RT{Environment=prod}", fragment.series().get(0).id().toString());
    assertEquals(1, fragment.series().size());
  }

  @Test
  void shape_dimensions_ruleWinsOverTagOverDefault() throws Exception {
    String yaml = "dimensions: {A: d, B: d, C: d}\nrules: [{match: m, dimensions: {A: r}}]";

    assertEquals(
        List.of(tag("A", "r"), tag("B", "t"), tag("C", "d"), tag("Environment", "prod")),
        shaped(yaml, SampleType.COUNTER, "m", tag("A", "t"), tag("B", "t")).dimensions());
  }

  @Test
  void shape_keepAndRename_goByTheNameAsSent() throws Exception {
    String yaml = "rules: [{match: m, keep: [a, c*], rename: {a: B, b: D}}]";

    assertEquals(
        List.of(tag("B", "1"), tag("Environment", "prod"), tag("c.d", "3")),
        shaped(yaml, SampleType.GAUGE, "m", tag("a", "1"), tag("b", "2"), tag("c.d", "3"))
            .dimensions());
  }

  @Test
  void shape_conditionOnTypeAndTags_allMustHold() throws Exception {
    String yaml = "rules: [{match: m, type: gauge, tags: {e: p*, bare: 'true'}, name: hit}]";
    Dimension prod = tag("e", "p.x");
    Dimension bare = tag("bare", "");

    assertEquals("hit", shaped(yaml, SampleType.GAUGE, "m", prod, bare).name());
    assertEquals("m", shaped(yaml, SampleType.COUNTER, "m", prod, bare).name());
    assertEquals("m", shaped(yaml, SampleType.GAUGE, "m", prod).name());
    assertEquals("m", shaped(yaml, SampleType.GAUGE, "m", tag("e", "q"), bare).name());
    assertEquals("m", shaped(yaml, SampleType.GAUGE, "m", prod, tag("e", "q"), bare).name());
  }

  @Test
  void shape_firstMatchingRule_isTheOnlyOne() throws Exception {
    String yaml = "rules: [{match: a.*, name: x.$1}, {match: '**', name: other}]";

    assertEquals("x.b", shaped(yaml, SampleType.COUNTER, "a.b").name());
    assertEquals("other", shaped(yaml, SampleType.COUNTER, "a.b.c").name());
  }

  @Test
  void shape_thirtyFirstDimension_isATagsAndCountsAsMended() throws Exception {
    Shaper shaper = shaper(config("rules: [{match: m, dimensions: {Own: x}}]"));
    List<Dimension> tags = new ArrayList<>();
    for (int i = 0; i < 28; i++) {
      tags.add(tag("t%02d".formatted(i), "v"));
    }
    ShapedMetric thirty =
        Objects.requireNonNull(shaper.shape(SampleType.COUNTER, "m", List.copyOf(tags)));
    assertEquals(30, thirty.id().dimensions().size());
    assertFalse(thirty.mended());
    tags.add(tag("t28", "v"));

    ShapedMetric metric = Objects.requireNonNull(shaper.shape(SampleType.COUNTER, "m", tags));

    assertEquals(thirty.id(), metric.id());
    assertTrue(metric.mended());
  }

  @Test
  void shape_namespaceCloudWatchRefuses_isMended() throws Exception {
    String yaml = "rules: [{match: n.**, namespace: $1}]";
    String long256 = "n".repeat(256);

    assertEquals("AWS_EC2", shaped(yaml, SampleType.COUNTER, "n.AWS/EC2").namespace());
    assertEquals("a_b_c", shaped(yaml, SampleType.COUNTER, "n.a b\tc").namespace());
    assertEquals("_", shaped(yaml, SampleType.COUNTER, "n.").namespace());
    assertEquals(
        long256.substring(1), shaped(yaml, SampleType.COUNTER, "n." + long256).namespace());
    ShapedMetric fine =
        Objects.requireNonNull(shaper(config(yaml)).shape(SampleType.SET, "n.A/b#c:9", List.of()));
    assertFalse(fine.mended());
  }

  @Test
  void other_dimensionOfARule_isReplacedAndADefaultIsNot() throws Exception {
    String yaml = "rules: [{match: m.*, dimensions: {Own: $1}}]";
    MetricId id = shaped(yaml, SampleType.COUNTER, "m.x", tag("t", "v"));

    assertEquals(
        List.of(tag("Environment", "prod"), tag("Own", "__other__"), tag("t", "__other__")),
        shaper(config(yaml)).other(id).dimensions());
  }

  @Test
  void mendedNames_ofSpellings_areCountedOnceWithTheLast() {
    Feed feed = new Feed();
    feed.send("größe:1|c", "größe:2|c", "fine:1|c", "x:1|c|#a:ß", "bare:1|c|#b");

    assertEquals(new MendedNames(2, "x:1|c|#a:ß"), feed.closeSlice().mendedNames());
    feed.send("größe:1|c");
    assertEquals(0, feed.closeSlice().mendedNames().count());
    assertEquals(new MendedNames(2, "x:1|c|#a:ß"), feed.book().mendedNamesEver());
  }

  @Test
  void mendedNames_longLine_isKeptToALimit() {
    Feed feed = new Feed();
    feed.send("é" + "n".repeat(200) + ":1|c");

    assertEquals("é" + "n".repeat(118), feed.closeSlice().mendedNames().example());
  }
}
