package io.sidestat.collector.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.config.MetricPrices;
import io.sidestat.collector.config.PricesConfig;
import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.journal.OutboxRow;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.StatisticSet;
import io.sidestat.collector.model.Unit;
import io.sidestat.collector.shape.RollUps;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The estimate over a real journal, against counts and dollars by hand. */
class JournalCostTest {
  private static final RollUps ROLL_UPS =
      new RollUps(
          List.of(
              List.of("Endpoint"),
              List.of("Endpoint", "StatusCode"),
              List.of("Endpoint", "Environment")));
  private static final PricesConfig PRICES =
      new PricesConfig(MetricPrices.parse("0.3:10000,0.1:250000,0.05:1000000,0.02"), 0.01);
  private static final Fleet ALONE = new Fleet(1, Set.of(), 0);
  private static final Instant EVER = Instant.EPOCH.plus(Duration.ofDays(365));

  private final CostJournal journal;

  JournalCostTest(@TempDir Path directory) throws JournalException {
    journal = new CostJournal(directory, ROLL_UPS);
  }

  @AfterEach
  void close() throws JournalException {
    journal.close();
  }

  private CostEstimate estimate() throws JournalException {
    return estimate(Instant.EPOCH, EVER, ALONE, PRICES);
  }

  private CostEstimate estimate(Instant from, Instant to, Fleet fleet, PricesConfig prices)
      throws JournalException {
    try (JournalReader reader = JournalReader.open(journal.file())) {
      return new JournalCost(reader, ROLL_UPS::identitiesOf, prices, 1_000)
          .estimate(from, to, fleet);
    }
  }

  @Test
  void estimate_moreSeriesThanMayBeHeld_isRefused() throws Exception {
    journal.minutes(0, 1, "a", "b").minutes(60, 61, "a", "c");
    try (JournalReader reader = JournalReader.open(journal.file())) {
      JournalCost three = new JournalCost(reader, ROLL_UPS::identitiesOf, PRICES, 3);
      JournalCost two = new JournalCost(reader, ROLL_UPS::identitiesOf, PRICES, 2);

      assertEquals(3, three.estimate(Instant.EPOCH, EVER, ALONE).rows().size());
      assertThrows(IllegalArgumentException.class, () -> two.estimate(Instant.EPOCH, EVER, ALONE));
    }
  }

  private static CostRow row(CostEstimate estimate, String name) {
    return estimate.rows().stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void oneMetric_aWholeHour_costsThirtyCentsAndItsRequests() throws Exception {
    CostEstimate estimate = journalOf(0, 60, "a").estimate();

    assertEquals(List.of(new CostRow("Test", "a", 1, 0, 1.0, 0.30)), estimate.rows());
    assertEquals(1.0, estimate.hours());
    assertEquals(0, estimate.startEpochMillis());
    assertEquals(3_600_000, estimate.endEpochMillis());
    assertEquals(60, estimate.requests());
    assertEquals(43_800, estimate.requestsPerMonth(), 1e-6);
    assertEquals(0.438, estimate.requestDollars(), 1e-9);
    assertEquals(0.738, estimate.totalDollars(), 1e-9);
  }

  private JournalCostTest journalOf(long fromMinute, long toMinute, String... ids)
      throws JournalException {
    journal.minutes(fromMinute, toMinute, ids);
    return this;
  }

  /**
   * RequestCount: two series, {Endpoint}, {Endpoint, StatusCode} twice, {Endpoint, Environment}.
   * ErrorCount has just the last set, so it is itself and {Endpoint}.
   */
  @Test
  void rollUps_equalSets_areCountedOnce() throws Exception {
    CostEstimate estimate =
        journalOf(
                0,
                60,
                "RequestCount Endpoint=/a StatusCode=2xx Environment=p",
                "RequestCount Endpoint=/a StatusCode=5xx Environment=p",
                "ErrorCount Endpoint=/a Environment=p")
            .estimate();

    assertEquals(
        List.of(
            new CostRow("Test", "RequestCount", 6, 4, 6.0, 8 * 0.3 * 6 / 8),
            new CostRow("Test", "ErrorCount", 2, 1, 2.0, 8 * 0.3 * 2 / 8)),
        estimate.rows());
    assertEquals(8, estimate.metrics());
    assertEquals(5, estimate.rollUps());
    assertEquals(2.40, estimate.metricDollars(), 1e-9);
  }

  @Test
  void metric_thatIsASeriesAndARollUpOfOthers_isOneAndNotARollUp() throws Exception {
    CostEstimate estimate =
        journalOf(0, 1, "a Endpoint=/a Environment=p", "a Endpoint=/a").estimate();

    assertEquals(2, row(estimate, "a").metrics());
    assertEquals(0, row(estimate, "a").rollUps());
  }

  @Test
  void metric_ofSeveralTypesAndUnits_isOneForCloudWatch() throws Exception {
    MetricId counter = CostJournal.id("a Endpoint=/a Environment=p");
    journal.append(
        0,
        List.of(
            counter,
            new MetricId(
                SeriesType.COUNTER, "Test", "a", Unit.MILLISECONDS, counter.dimensions())));

    assertEquals(2, row(estimate(), "a").metrics());
  }

  @Test
  void metric_inAnotherNamespace_isARowOfItsOwn() throws Exception {
    journal.append(
        0,
        List.of(
            CostJournal.id("a"),
            new MetricId(SeriesType.COUNTER, "Elsewhere", "a", Unit.COUNT, List.of())));

    assertEquals(
        List.of("Elsewhere", "Test"), estimate().rows().stream().map(CostRow::namespace).toList());
  }

  @Test
  void series_seenOnceInAnHour_isChargedForTheHour() throws Exception {
    journal.minutes(0, 60, "a").minutes(60, 61, "a", "b").minutes(61, 120, "a");

    CostEstimate estimate = estimate();

    assertEquals(1.0, row(estimate, "a").averageMetrics(), 1e-9);
    assertEquals(0.5, row(estimate, "b").averageMetrics(), 1e-9);
    assertEquals(1, row(estimate, "b").metrics());
    assertEquals(0.45, estimate.metricDollars(), 1e-9);
  }

  /** From 0:50 to 2:10: 80 minutes, of which b is charged for the middle 60. */
  @Test
  void firstAndLastHour_coveredInPart_weighLess() throws Exception {
    journal.minutes(50, 60, "a").minutes(60, 120, "a", "b").minutes(120, 130, "a");

    CostEstimate estimate = estimate();

    assertEquals(80 / 60.0, estimate.hours(), 1e-9);
    assertEquals(0.75, row(estimate, "b").averageMetrics(), 1e-9);
    assertEquals(1.75 * 0.3, estimate.metricDollars(), 1e-9);
    assertEquals(43_800, estimate.requestsPerMonth(), 1e-6);
  }

  @Test
  void hours_withoutAnyInterval_areLeftOutAndCounted() throws Exception {
    journal.minutes(0, 60, "a").minutes(180, 240, "a", "b");

    CostEstimate estimate = estimate();

    assertEquals(2.0, estimate.hours(), 1e-9);
    assertEquals(2, estimate.emptyHours());
    assertEquals(1.0, row(estimate, "a").averageMetrics(), 1e-9);
    assertEquals(0.5, row(estimate, "b").averageMetrics(), 1e-9);
    assertEquals(43_800, estimate.requestsPerMonth(), 1e-6);
  }

  @Test
  void hour_inWhichAllWasRejected_isAnHourWithoutMetrics() throws Exception {
    journal.minutes(0, 60, "a").minutes(60, 120);

    CostEstimate estimate = estimate();

    assertEquals(2.0, estimate.hours(), 1e-9);
    assertEquals(0.5, row(estimate, "a").averageMetrics(), 1e-9);
  }

  @Test
  void clockSetBack_intervalsOutOfOrder_areCountedInTheirHours() throws Exception {
    journal.minutes(60, 90, "a").minutes(30, 60, "b").minutes(90, 120, "a");

    CostEstimate estimate = estimate();

    assertEquals(1.5, estimate.hours(), 1e-9);
    assertEquals(1.0 / 1.5, row(estimate, "a").averageMetrics(), 1e-9);
    assertEquals(0.5 / 1.5, row(estimate, "b").averageMetrics(), 1e-9);
  }

  @Test
  void fromAndTo_inTheMiddle_leaveOutIntervalsAndTheirRequests() throws Exception {
    journal.minutes(0, 30, "old").minutes(30, 50, "a").minutes(50, 60, "late");

    CostEstimate estimate =
        estimate(Instant.ofEpochSecond(30 * 60), Instant.ofEpochSecond(50 * 60), ALONE, PRICES);

    assertEquals(List.of("a"), estimate.rows().stream().map(CostRow::name).toList());
    assertEquals(20, estimate.requests());
    assertEquals(20 / 60.0, estimate.hours(), 1e-9);
    assertEquals(43_800, estimate.requestsPerMonth(), 1e-6);
  }

  @Test
  void requests_inEveryState_areCounted() throws Exception {
    Journal outbox = journal.journal();
    journal.minutes(0, 1, "a").packingAs(OutboxState.READY).minutes(1, 5, "a");
    List<OutboxRow> rows = outbox.peek(4);
    rows.forEach(row -> assertTrue(row.id() > 0));
    outbox.markInFlight(rows.get(0));
    outbox.acknowledge(rows.get(0));
    outbox.markInFlight(rows.get(1));
    outbox.quarantine(rows.get(2), "invalid");

    assertEquals(5, estimate().requests());
  }

  @Test
  void hosts_sendTheirOwnRequestsAndShareMetricsWithoutAHostDimension() throws Exception {
    journal.minutes(0, 60, "a Endpoint=/a InstanceId=i-1", "b");

    CostEstimate estimate =
        estimate(Instant.EPOCH, EVER, new Fleet(3, Set.of("InstanceId"), 0), PRICES);

    // a: {Endpoint, InstanceId} on each of 3 hosts, and {Endpoint} of all.
    assertEquals(4, row(estimate, "a").metrics());
    assertEquals(1, row(estimate, "a").rollUps());
    assertEquals(1, row(estimate, "b").metrics());
    assertEquals(1, estimate.perHostMetrics());
    assertEquals(5 * 0.3, estimate.metricDollars(), 1e-9);
    assertEquals(60, estimate.requests());
    assertEquals(3 * 43_800, estimate.requestsPerMonth(), 1e-6);
  }

  @Test
  void tiers_ofAllMetricsTogether_areSharedByNamesInProportion() throws Exception {
    journal.minutes(0, 60, "a x=1", "b x=1", "b x=2");
    PricesConfig prices = new PricesConfig(MetricPrices.parse("1:2,0.5"), 0);

    CostEstimate alone = estimate(Instant.EPOCH, EVER, ALONE, prices);
    CostEstimate besides = estimate(Instant.EPOCH, EVER, new Fleet(1, Set.of(), 1), prices);

    // Two at 1 dollar and one at 0.5 are 2.5; beside another metric one at 1 and two at 0.5 are 2.
    assertEquals(2.5 / 3, row(alone, "a").dollars(), 1e-9);
    assertEquals(2.5 * 2 / 3, row(alone, "b").dollars(), 1e-9);
    assertEquals(2, besides.metricDollars(), 1e-9);
    assertEquals(List.of("b", "a"), alone.rows().stream().map(CostRow::name).toList());
  }

  @Test
  void journal_withoutIntervals_isAnEmptyEstimate() throws Exception {
    CostEstimate estimate = estimate();

    assertTrue(estimate.isEmpty());
    assertEquals(0, estimate.totalDollars());
    assertEquals(List.of(), estimate.rows());
  }

  /** Each whole hour's metrics are those that the roll-ups really make of the hour's series. */
  @Test
  void estimate_ofRandomSeries_isTheAverageOfWhatIsPublished() throws Exception {
    Random random = new Random(11);
    int hours = 6;
    double published = 0;
    for (int hour = 0; hour < hours; hour++) {
      Set<MetricId> ofHour = new HashSet<>();
      for (int minute = hour * 60; minute < hour * 60 + 60; minute++) {
        Set<MetricId> ids = new HashSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          ids.add(randomId(random));
        }
        journal.append(minute, List.copyOf(ids));
        ofHour.addAll(ids);
      }
      published += publishedOf(ofHour);
    }

    CostEstimate estimate = estimate();

    assertEquals(hours, estimate.hours(), 1e-9);
    assertEquals(published / hours, estimate.averageMetrics(), 1e-9);
  }

  private static MetricId randomId(Random random) {
    List<String> words = new ArrayList<>(List.of("m" + random.nextInt(2)));
    for (String dimension : List.of("Endpoint", "StatusCode", "Environment", "Team")) {
      if (random.nextInt(3) > 0) {
        words.add(dimension + "=" + random.nextInt(3));
      }
    }
    return CostJournal.id(String.join(" ", words));
  }

  private static long publishedOf(Set<MetricId> originals) {
    List<ClosedSeries> series =
        originals.stream()
            .map(id -> new ClosedSeries(id, new CounterTotal(StatisticSet.of(1))))
            .toList();
    return ROLL_UPS.applyTo(series).size();
  }
}
