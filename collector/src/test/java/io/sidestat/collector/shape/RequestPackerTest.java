package io.sidestat.collector.shape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.StatisticSet;
import io.sidestat.collector.model.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RequestPackerTest {
  private static final Interval MINUTE = new Interval(60_000, 60_000);

  private final RequestPacker packer = new RequestPacker(Grid.within(0.005));

  private List<DatumBatch> pack(List<ClosedSeries> series) {
    return packer.pack(MINUTE, series);
  }

  private List<Datum> datums(String... lines) {
    return pack(new Feed().send(lines).close().series()).stream()
        .flatMap(batch -> batch.datums().stream())
        .toList();
  }

  private static MetricId timer(String namespace, String name) {
    return new MetricId(SeriesType.TIMER, namespace, name, Unit.MILLISECONDS, List.of());
  }

  private static StatisticSet statistics(Datum datum) {
    StatisticSet statistics = datum.statistics();
    assertNotNull(statistics);
    return statistics;
  }

  @Test
  void pack_nothing_isNoRequest() {
    assertEquals(List.of(), pack(List.of()));
  }

  @Test
  void pack_timer_hasStatisticsValuesAndCounts() {
    List<Datum> datums = datums("t:10|ms|#k:v", "t:10|ms|#k:v", "t:30|ms|#k:v");

    assertEquals(
        List.of(
            new Datum(
                "t",
                List.of(new Dimension("k", "v")),
                60_000,
                Unit.MILLISECONDS,
                60,
                new StatisticSet(3, 50, 10, 30),
                new double[] {10, 30},
                new double[] {2, 1},
                3)),
        datums);
  }

  @Test
  void pack_oneSample_isExact() {
    Datum datum = datums("t:12.345|ms").get(0);

    assertArrayEquals(new double[] {12.345}, datum.values());
  }

  @Test
  void pack_counter_hasStatisticsOnly() {
    Datum datum = datums("c:1|c", "c:4|c").get(0);

    assertEquals(new StatisticSet(2, 5, 1, 4), datum.statistics());
    assertEquals(0, datum.values().length);
    assertEquals(Unit.COUNT, datum.unit());
  }

  @Test
  void pack_gauge_isOneValueWithoutStatistics() {
    Datum datum = datums("g:-0|g", "g:-7.5|g").get(0);

    assertNull(datum.statistics());
    assertArrayEquals(new double[] {-7.5}, datum.values());
    assertArrayEquals(new double[] {1}, datum.counts());
  }

  @Test
  void pack_gaugesRolledUp_areADistribution() {
    List<ClosedSeries> gauges = new Feed().send("g:5|g|#h:a", "g:7|g|#h:b").close().series();

    Datum all =
        pack(new RollUps(List.of(List.of())).applyTo(gauges)).get(0).datums().stream()
            .filter(datum -> datum.dimensions().isEmpty())
            .findFirst()
            .orElseThrow();

    assertEquals(new StatisticSet(2, 12, 5, 7), all.statistics());
    assertArrayEquals(new double[] {5, 7}, all.values());
  }

  @Test
  void pack_set_isItsSize() {
    Datum datum = datums("s:a|s", "s:b|s", "s:a|s").get(0);

    assertNull(datum.statistics());
    assertArrayEquals(new double[] {2}, datum.values());
  }

  @Test
  void pack_intervalBelowAMinute_isHighResolution() {
    List<ClosedSeries> series = new Feed().send("c:1|c").close().series();

    Datum tenSeconds = packer.pack(new Interval(10_000, 10_000), series).get(0).datums().get(0);
    Datum minute = packer.pack(new Interval(0, 60_000), series).get(0).datums().get(0);

    assertEquals(1, tenSeconds.storageResolutionSeconds());
    assertEquals(10_000, tenSeconds.timestampEpochMillis());
    assertEquals(60, minute.storageResolutionSeconds());
  }

  @Test
  void pack_151Values_areTwoDatumsThatAddUp() {
    String[] lines = new String[151];
    for (int i = 0; i < 151; i++) {
      lines[i] = "t:" + Math.pow(1.1, i) + "|ms";
    }

    List<Datum> datums = datums(lines);

    assertEquals(2, datums.size());
    assertEquals(75, statistics(datums.get(0)).count());
    assertEquals(76, statistics(datums.get(1)).count());
    assertEquals(1, statistics(datums.get(0)).min());
    assertEquals(Math.pow(1.1, 150), statistics(datums.get(1)).max(), 1e-6);
  }

  @Test
  void pack_outermostCellsPassTheSamples_areCutToThem() {
    Distribution distribution =
        new Distribution(
            new StatisticSet(4, 4.4, 1.1, 1.1), new double[] {1, 1.2}, new double[] {1, 3});

    Datum datum =
        pack(List.of(new ClosedSeries(timer("Test", "t"), distribution))).get(0).datums().get(0);

    assertArrayEquals(new double[] {1.1}, datum.values());
    assertArrayEquals(new double[] {4}, datum.counts());
  }

  @Test
  void pack_weightsThatSwallowTheLastPart_areStillSamples() {
    // 1e18 at each value but the last: one sample more is lost in the sum of the counts.
    double[] values = new double[151];
    double[] counts = new double[151];
    Arrays.setAll(values, i -> Math.pow(1.02, i));
    Arrays.setAll(counts, i -> i < 75 ? 1e18 : 1);
    StatisticSet statistics = new StatisticSet(75e18, 75e18 * 2, 1, Math.pow(1.02, 150));
    Distribution distribution = new Distribution(statistics, values, counts);

    List<Datum> datums =
        pack(List.of(new ClosedSeries(timer("Test", "t"), distribution))).get(0).datums();

    assertEquals(2, datums.size());
    assertEquals(76, statistics(datums.get(1)).count());
  }

  @Test
  void pack_valuesThatCancelOut_haveSumsOfTheirOwnSize() {
    // The values add up to 0, the samples to 1: the sum of a part is still that of its samples.
    double[] values = new double[400];
    double[] counts = new double[400];
    Arrays.setAll(values, i -> i < 200 ? i - 200 : i - 199);
    Arrays.fill(counts, 1);
    values[0] = -200 + 1e-9;
    Distribution distribution =
        new Distribution(new StatisticSet(400, 1, -200, 200), values, counts);

    List<Datum> datums =
        pack(List.of(new ClosedSeries(timer("Test", "t"), distribution))).get(0).datums();

    for (Datum datum : datums) {
      double average = statistics(datum).average();
      assertTrue(average >= -200 && average <= 200, "average=" + average);
    }
    assertEquals(1, datums.stream().mapToDouble(d -> statistics(d).sum()).sum(), 1e-9);
  }

  @Test
  void pack_namespaces_areRequestsOfTheirOwn() {
    List<DatumBatch> batches =
        pack(
            List.of(
                new ClosedSeries(timer("One", "a"), Distribution.of(1)),
                new ClosedSeries(timer("Two", "a"), Distribution.of(1)),
                new ClosedSeries(timer("One", "b"), Distribution.of(1))));

    assertEquals(List.of("One", "Two"), batches.stream().map(DatumBatch::namespace).toList());
    assertEquals(2, batches.get(0).datums().size());
  }

  @Test
  void pack_2001Datums_areThreeEvenRequests() {
    List<ClosedSeries> series = new ArrayList<>();
    for (int i = 0; i < 2_001; i++) {
      series.add(new ClosedSeries(timer("Test", "t" + i), Distribution.of(1)));
    }

    List<DatumBatch> batches = pack(series);

    assertEquals(
        List.of(667, 667, 667), batches.stream().map(batch -> batch.datums().size()).toList());
  }

  @Test
  void pack_fullDatums_keepEachRequestBelowTheLimit() {
    List<ClosedSeries> series = new ArrayList<>();
    double[] values = new double[150];
    double[] counts = new double[150];
    Arrays.setAll(values, i -> 1.0001 + i);
    Arrays.fill(counts, 1);
    Distribution distribution =
        new Distribution(new StatisticSet(150, 11_325, 1.0001, 150.0001), values, counts);
    for (int i = 0; i < 1_000; i++) {
      series.add(new ClosedSeries(timer("Test", "t" + i), distribution));
    }

    List<DatumBatch> batches = pack(series);

    assertEquals(1_000, batches.stream().mapToInt(batch -> batch.datums().size()).sum());
    for (DatumBatch batch : batches) {
      assertTrue(bytes(batch) <= 999_000);
    }
    int bytes = batches.stream().mapToInt(RequestPackerTest::bytes).sum();
    assertEquals((bytes + 998_999) / 999_000, batches.size(), "one request fewer has no room");
  }

  @Test
  void pack_largeAndSmallDatums_areMixedIntoTheFewestRequests() {
    // By number 4 requests, by size 2: alone, 1500 timers fill 2 and 2500 counters 3.
    List<ClosedSeries> series = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      series.add(new ClosedSeries(timer("Test", "t" + i), spread(80)));
    }
    for (int i = 0; i < 2_500; i++) {
      series.add(new ClosedSeries(timer("Test", "c" + i), Distribution.of(i)));
    }

    List<DatumBatch> batches = pack(series);

    assertEquals(4, batches.size());
    for (DatumBatch batch : batches) {
      assertEquals(1_000, batch.datums().size());
      assertTrue(bytes(batch) <= 999_000);
    }
  }

  @Test
  void pack_partsOfADistribution_goIntoOneRequest() {
    List<ClosedSeries> series = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      series.add(new ClosedSeries(timer("Test", "t" + i), spread(400)));
    }

    List<DatumBatch> batches = pack(series);

    assertTrue(batches.size() > 1);
    for (DatumBatch batch : batches) {
      Map<String, Long> parts =
          batch.datums().stream()
              .collect(Collectors.groupingBy(Datum::name, Collectors.counting()));
      assertEquals(Set.of(3L), Set.copyOf(parts.values()));
    }
  }

  /** So many values, 2 % apart. */
  private static Distribution spread(int size) {
    double[] values = new double[size];
    double[] counts = new double[size];
    Arrays.setAll(values, i -> Math.pow(1.02, i));
    Arrays.fill(counts, 1);
    double sum = Arrays.stream(values).sum();
    return new Distribution(new StatisticSet(size, sum, 1, values[size - 1]), values, counts);
  }

  private static int bytes(DatumBatch batch) {
    return WireSize.ofRequest(batch.namespace())
        + batch.datums().stream().mapToInt(WireSize::of).sum();
  }

  @Property(tries = 300)
  void pack_whateverTheAggregatorMakes_isValidAndAddsUp(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3_000) int samples) {
    Random random = new Random(seed);
    double spread = random.nextInt(4) * 20.0;
    boolean negatives = random.nextBoolean();
    double accuracy = random.nextBoolean() ? 0.005 : 0.001;
    Feed feed = new Feed(10, accuracy);
    for (int i = 0; i < samples; i++) {
      double magnitude = Math.pow(10, spread * (random.nextDouble() - 0.3));
      double value = negatives && random.nextBoolean() ? -magnitude : magnitude;
      feed.send("d:" + value + "|d" + (random.nextInt(5) == 0 ? "|@0.3" : ""));
    }
    ClosedSeries series = feed.close().series().get(0);
    Distribution distribution = (Distribution) series.value();
    StatisticSet whole = distribution.statistics();

    List<Datum> datums =
        new RequestPacker(Grid.within(accuracy))
            .pack(new Interval(60_000, 60_000), List.of(series)).stream()
                .flatMap(batch -> batch.datums().stream())
                .toList();

    assertEquals((distribution.size() + 149) / 150, datums.size());
    double last = Double.NEGATIVE_INFINITY;
    for (Datum datum : datums) {
      StatisticSet part = statistics(datum);
      double counts = Arrays.stream(datum.counts()).sum();
      assertEquals(counts, part.count(), whole.count() * 1e-12);
      double slack = 1e-12 * part.count() * Math.max(Math.abs(part.min()), Math.abs(part.max()));
      assertTrue(part.sum() >= part.count() * part.min() - slack, () -> "too small: " + part);
      assertTrue(part.sum() <= part.count() * part.max() + slack, () -> "too large: " + part);
      for (double value : datum.values()) {
        assertTrue(value > last && value >= part.min() && value <= part.max());
        last = value;
      }
    }
    assertEquals(whole.min(), statistics(datums.get(0)).min());
    assertEquals(whole.max(), statistics(datums.get(datums.size() - 1)).max());
    List<StatisticSet> parts = new ArrayList<>(datums.stream().map(d -> statistics(d)).toList());
    Collections.shuffle(parts, random);
    assertEquals(whole.count(), parts.stream().mapToDouble(StatisticSet::count).sum());
    double magnitudes = parts.stream().mapToDouble(part -> Math.abs(part.sum())).sum();
    boolean partLost =
        parts.stream().anyMatch(part -> Math.abs(part.sum()) < Math.abs(whole.sum()) * 1e-13);
    double roundings = negatives || partLost ? magnitudes * 1e-12 : 0;
    assertEquals(whole.sum(), addedUp(parts), roundings);
  }

  @Test
  void pack_timersFromAMicrosecondToAnHour_haveSumsThatAddUpInAnyOrder() {
    Random random = new Random(3);
    Feed feed = new Feed();
    for (int i = 0; i < 20_000; i++) {
      feed.send("t:" + 1e-3 * Math.pow(3.6e9, random.nextDouble()) + "|ms|@0.3");
    }
    ClosedSeries series = feed.close().series().get(0);
    double whole = ((Distribution) series.value()).statistics().sum();
    List<StatisticSet> parts = new ArrayList<>();
    pack(List.of(series)).get(0).datums().forEach(datum -> parts.add(statistics(datum)));

    for (int order = 0; order < 100; order++) {
      Collections.shuffle(parts, random);
      assertEquals(whole, addedUp(parts));
    }
  }

  /** One unit in the last place of the large samples' sum is more than the small ones together. */
  @Test
  void pack_smallSamplesBesideHugeOnes_haveSumsOfTheirOwnSize() {
    Random random = new Random(1);
    Feed feed = new Feed();
    for (int i = 0; i < 6_000; i++) {
      double huge = 1e15 * (1 + random.nextDouble());
      feed.send("h:" + (i % 2 == 0 ? huge : -huge) + "|h", "h:" + random.nextDouble() + "|h");
    }

    for (Datum datum : pack(feed.close().series()).get(0).datums()) {
      double average = statistics(datum).average();
      assertTrue(average >= statistics(datum).min(), () -> "too small: " + statistics(datum));
      assertTrue(average <= statistics(datum).max(), () -> "too large: " + statistics(datum));
    }
  }

  /** Added one by one as doubles: DoubleStream.sum would hide what rounding loses. */
  private static double addedUp(List<StatisticSet> parts) {
    double sum = 0;
    for (StatisticSet part : parts) {
      sum += part.sum();
    }
    return sum;
  }
}
