package io.sidestat.collector.slo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.slo.Alarm.Comparison;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which alarms follow from objectives. */
final class SloAlarmsTest {
  private static final String SETTINGS = "namespace: ReFit/AI";
  private static final String SERVICE =
      "services: [{name: ai, environment: production, endpoints: [/x], objectives: [%s]}]";

  @TempDir private Path directory;

  @Test
  void alarms_ofAvailability_areFourWindowsAndOneThatPages() throws Exception {
    SloAlarms alarms = alarms("availability: 99%");

    assertEquals(
        List.of(
            "ai production /x availability 99% 30d: burn rate over 1 h",
            "ai production /x availability 99% 30d: burn rate over 5 min",
            "ai production /x availability 99% 30d: burn rate over 6 h",
            "ai production /x availability 99% 30d: burn rate over 30 min",
            "ai production /x availability 99% 30d",
            "sidestat ReFit/AI production: stopped reporting",
            "sidestat ReFit/AI production: samples lost"),
        alarms.alarms().stream().map(alarm -> alarm.name().text()).toList());
    assertEquals(
        List.of(false, false, false, false, true, true, true),
        alarms.alarms().stream().map(Alarm::notifies).toList());
    assertEquals(List.of(), alarms.notes());
  }

  @Test
  void windows_ofAvailability_compareTheErrorRateWithTheBudget() throws Exception {
    SloAlarms alarms = alarms("availability: 99.9%");

    Alarm.OfMetric hour = (Alarm.OfMetric) alarms.alarms().get(0);
    Calculation calculation = (Calculation) hour.watched();
    assertEquals(
        "IF(SUM([FILL(good_2xx,0),FILL(bad_5xx,0)])>0,"
            + "100*FILL(bad_5xx,0)/SUM([FILL(good_2xx,0),FILL(bad_5xx,0)])/0.1)",
        calculation.expression());
    MetricStatistic bad = statistic(calculation, "bad_5xx");
    assertEquals(
        "RequestCount{Endpoint=/x,Environment=production,StatusCode=5xx}", bad.metric().toString());
    assertEquals("Sum", bad.statistic());
    assertEquals(3600, bad.periodSeconds());
    assertEquals(Comparison.ABOVE, hour.comparison());
    assertEquals(14.4, hour.threshold());
    assertEquals("notBreaching", hour.missingData());
    assertEquals(List.of(3600, 300, 21_600, 1800), periods(alarms));
    assertEquals(6, ((Alarm.OfMetric) alarms.alarms().get(3)).threshold());
  }

  @Test
  void composite_ofAvailability_needsBothWindowsOfAPair() throws Exception {
    Alarm.OfAlarms composite = (Alarm.OfAlarms) alarms("availability: 99%").alarms().get(4);

    String name = "ai production /x availability 99% 30d: burn rate over ";
    assertEquals(
        "(ALARM(\"%1$s1 h\") AND ALARM(\"%1$s5 min\")) OR (ALARM(\"%1$s6 h\") AND ALARM(\"%1$s30 min\"))"
            .formatted(name),
        composite.rule());
  }

  @Test
  void windows_ofSeveralClasses_addThemUp() throws Exception {
    SloAlarms alarms = alarms("{availability: 99%, good: [3xx, 2xx, 1xx, 2xx], bad: [5xx, 4xx]}");

    Calculation calculation = (Calculation) ((Alarm.OfMetric) alarms.alarms().get(0)).watched();
    String total =
        "SUM([FILL(good_1xx,0),FILL(good_2xx,0),FILL(good_3xx,0),FILL(bad_4xx,0),FILL(bad_5xx,0)])";
    assertEquals(
        "IF(" + total + ">0,100*SUM([FILL(bad_4xx,0),FILL(bad_5xx,0)])/" + total + "/1)",
        calculation.expression());
    assertEquals(5, calculation.inputById().size());
  }

  @Test
  void windows_ofALatencyShare_askForThePercentileRankInTheMetricsUnit() throws Exception {
    SloAlarms alarms =
        Configs.alarms(
            directory,
            SETTINGS,
            "services: [{name: ai, environment: production, endpoints: [/x], latency-unit: Seconds,"
                + " objectives: [latency: 99.5% < 250 ms]}]");

    Calculation calculation = (Calculation) ((Alarm.OfMetric) alarms.alarms().get(0)).watched();
    assertEquals("(100-within)/0.5", calculation.expression());
    assertEquals("PR(:0.25)", statistic(calculation, "within").statistic());
    assertEquals(
        "ResponseTime{Endpoint=/x,Environment=production}",
        statistic(calculation, "within").metric().toString());
    assertEquals(List.of(3600, 300, 21_600, 1800), periods(alarms));
  }

  @Test
  void alarm_ofAPercentile_needsThreeSlowStretches() throws Exception {
    Alarm.OfMetric alarm = (Alarm.OfMetric) alarms("latency: p95 < 500 ms").alarms().get(0);

    assertEquals("ai production /x p95 below 500 ms 30d", alarm.name().text());
    MetricStatistic watched = (MetricStatistic) alarm.watched();
    assertEquals("p95", watched.statistic());
    assertTrue(watched.isExtended());
    assertEquals(300, watched.periodSeconds());
    assertEquals(Comparison.AT_LEAST, alarm.comparison());
    assertEquals(500, alarm.threshold());
    assertEquals(3, alarm.periods());
    assertEquals(3, alarm.breaches());
    assertTrue(alarm.notifies());
    assertTrue(alarm.description().contains("fewer than 200 requests in 5 minutes"));
  }

  @Test
  void percentile_ofP99_needsAThousandSamples() {
    assertEquals(1000, PercentileAlarm.samplesNeeded(99));
    assertEquals(10_000, PercentileAlarm.samplesNeeded(99.9));
    assertEquals(20, PercentileAlarm.samplesNeeded(50));
  }

  @Test
  void stopped_withoutHosts_firesWhenNobodyReports() throws Exception {
    Alarm.OfMetric stopped = stopped(SETTINGS, OptionalInt.empty());

    Calculation beats = (Calculation) stopped.watched();
    assertEquals("FILL(beats,0)", beats.expression());
    assertEquals(
        "Sidestat/Heartbeat{Environment=production}",
        statistic(beats, "beats").metric().toString());
    assertEquals("ReFit/AI", statistic(beats, "beats").metric().namespace());
    assertEquals(60, statistic(beats, "beats").periodSeconds());
    assertEquals(Comparison.BELOW, stopped.comparison());
    assertEquals(1, stopped.threshold());
    assertEquals(10, stopped.periods());
    assertEquals(8, stopped.breaches());
    assertEquals("breaching", stopped.missingData());
  }

  @Test
  void stopped_withHosts_firesWhenOneOfManyIsMissing() throws Exception {
    double needed = stopped(SETTINGS, OptionalInt.of(50)).threshold();

    assertTrue(49 < needed && needed < 50, "needed=" + needed);
  }

  @Test
  void stopped_ofShortIntervals_countsEachHeartbeatOfAMinute() throws Exception {
    Alarm.OfMetric stopped = stopped(SETTINGS + "\ninterval: 10s", OptionalInt.of(3));

    // 18 heartbeats a minute of three hosts, 12 of two.
    assertEquals(15, stopped.threshold());
  }

  @Test
  void collectors_ofRulesToOtherNamespaces_reportInTheirOwn() throws Exception {
    SloAlarms alarms =
        Configs.alarms(
            directory,
            "{namespace: Own, rules: [{match: a, namespace: ReFit/AI}]}",
            "services: [{name: ai, namespace: ReFit/AI, environment: production, endpoints: [/x],"
                + " objectives: [latency: p95 < 500 ms]}]");

    assertEquals("sidestat Own production: stopped reporting", name(alarms, 1));
  }

  @Test
  void collectors_ofSeveralServicesInOneEnvironment_areWatchedOnce() throws Exception {
    String service =
        "{name: %s, environment: %s, endpoints: [/x], objectives: [latency: p95 < 500 ms]}";
    SloAlarms alarms =
        Configs.alarms(
            directory,
            SETTINGS,
            "services: ["
                + service.formatted("a", "production")
                + ", "
                + service.formatted("b", "production")
                + ", "
                + service.formatted("a2", "staging")
                + "]",
            OptionalInt.of(2));

    assertEquals(3 + 2 * 2, alarms.alarms().size());
    assertEquals("sidestat ReFit/AI staging: hosts missing", name(alarms, 5));
    assertTrue(alarms.notes().get(0).contains("each of the 2"), alarms.notes().toString());
  }

  @Test
  void samplesLost_oneSample_isEnough() throws Exception {
    SloAlarms alarms = alarms("latency: p95 < 500 ms");

    Alarm.OfMetric lost = (Alarm.OfMetric) alarms.alarms().get(2);
    MetricStatistic watched = (MetricStatistic) lost.watched();
    assertEquals("Sidestat/SamplesLost{Environment=production}", watched.metric().toString());
    assertEquals("Sum", watched.statistic());
    assertFalse(watched.isExtended());
    assertEquals(0, lost.threshold());
    assertEquals("notBreaching", lost.missingData());
  }

  @Test
  void notes_ofALowTarget_sayWhatIsComparedOnce() throws Exception {
    SloAlarms alarms =
        Configs.alarms(
            directory,
            SETTINGS,
            "services: [{name: ai, environment: e, endpoints: [/x, /y], objectives:"
                + " [availability: 90%]}]");

    assertEquals(
        List.of(
            "service ai, availability 90%: the fast alarm compares with a burn rate of 7.75, not"
                + " 14.4: if every request fails it is 10"),
        alarms.notes());
  }

  @Test
  void windows_longerThanTheObjectives_areLeftOut() throws Exception {
    SloAlarms alarms = alarms("{availability: 99%, window: 3h}");

    assertEquals(List.of(3600, 300), periods(alarms));
  }

  @Test
  void alarms_ofLongNames_keepDescriptionsWithinTheLimit() throws Exception {
    String name = "n".repeat(1000);
    SloAlarms alarms =
        Configs.alarms(
            directory,
            SETTINGS,
            "services: [{name: %1$s, environment: %1$s, endpoints: [%1$s], objectives: [availability: 99.999%%, latency: p99.999 < 500 ms]}]"
                .formatted(name));

    assertEquals(8, alarms.alarms().size());
    for (Alarm alarm : alarms.alarms()) {
      assertTrue(alarm.name().text().length() <= 255, alarm.name().text());
      assertTrue(alarm.description().length() <= 1024, alarm.description());
    }
  }

  private SloAlarms alarms(String objective) throws Exception {
    return Configs.alarms(directory, SETTINGS, SERVICE.formatted(objective));
  }

  private Alarm.OfMetric stopped(String settings, OptionalInt hosts) throws Exception {
    SloAlarms alarms =
        Configs.alarms(directory, settings, SERVICE.formatted("latency: p95 < 500 ms"), hosts);
    return (Alarm.OfMetric) alarms.alarms().get(1);
  }

  private static String name(SloAlarms alarms, int index) {
    return alarms.alarms().get(index).name().text();
  }

  /** Of the windows of the burn rate, in their order. */
  private static List<Integer> periods(SloAlarms alarms) {
    return alarms.alarms().stream()
        .filter(alarm -> alarm.name().text().contains("burn rate"))
        .map(alarm -> (Calculation) ((Alarm.OfMetric) alarm).watched())
        .map(calculation -> calculation.inputById().values().iterator().next().periodSeconds())
        .toList();
  }

  private static MetricStatistic statistic(Calculation calculation, String id) {
    MetricStatistic statistic = calculation.inputById().get(id);
    if (statistic == null) {
      throw new AssertionError("no " + id + " in " + calculation);
    }
    return statistic;
  }
}
