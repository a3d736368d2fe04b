package io.sidestat.collector.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.GaugeSamples;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.model.SetMembers;
import io.sidestat.collector.model.StatisticSet;
import io.sidestat.collector.model.Unit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From the bytes of datagrams to a closed interval. */
class AggregatorTest {
  private static final int INTERVALS_AN_HOUR = 60;

  private final Feed feed = new Feed();

  private static StatisticSet statistics(Object value) {
    return value instanceof CounterTotal counter
        ? counter.increments()
        : ((Distribution) value).statistics();
  }

  private static List<String> ids(Fragment fragment) {
    return fragment.series().stream().map(series -> series.id().toString()).sorted().toList();
  }

  @Test
  void timer_fewSamples_hasExactCountSumMinAndMax() {
    feed.send("t:0.1|ms", "t:0.2|ms", "t:123.456|ms");

    assertEquals(
        new StatisticSet(3, 0.1 + 0.2 + 123.456, 0.1, 123.456), statistics(feed.closeOne()));
  }

  @Test
  void counter_fewIncrements_hasExactCountSumMinAndMax() {
    feed.send("c:1|c\nc:41|c\nc:-2|c");

    assertEquals(new StatisticSet(3, 40, -2, 41), statistics(feed.closeOne()));
  }

  @Test
  void counter_threeAtRateThreeTenths_weighTen() {
    feed.send("c:1|c|@0.3", "c:1|c|@0.3", "c:1|c|@0.3");

    assertEquals(new StatisticSet(10, 10, 1, 1), statistics(feed.closeOne()));
  }

  @Test
  void timer_threeAtRateThreeTenths_weighTen() {
    feed.send("t:2|ms|@0.3", "t:2|ms|@0.3", "t:2|ms|@0.3");

    Distribution distribution = (Distribution) feed.closeOne();

    assertEquals(new StatisticSet(10, 20, 2, 2), distribution.statistics());
    assertEquals(10, distribution.count(0));
  }

  @Test
  void timer_ratesMixed_weighEachByItsOwn() {
    feed.send("t:10|ms", "t:10|ms", "t:10|ms", "t:1000|ms|@0.1");

    Distribution distribution = (Distribution) feed.closeOne();

    assertEquals(new StatisticSet(13, 10_030, 10, 1000), distribution.statistics());
    assertEquals(10, distribution.percentile(23), 10 * 0.005);
    assertEquals(1000, distribution.percentile(24), 1000 * 0.005);
  }

  @Test
  void rate_ofAGauge_isPutAside() {
    feed.send("g:7|g|@0.1");

    assertEquals(GaugeSamples.of(7), feed.closeOne());
  }

  @Test
  void tags_inAnotherOrder_areTheSameSeries() {
    feed.send("c:1|c|#a:1,b:2", "c:1|c|#b:2,a:1");

    Fragment fragment = feed.close();

    assertEquals(List.of("c{a=1,b=2}"), ids(fragment));
    assertEquals(2, statistics(fragment.series().get(0).value()).count());
    assertEquals(1, feed.aggregator().liveSeries());
  }

  @Test
  void tags_inAnyDialect_areTheSameSeries() {
    feed.send("c:1|c|#a:1,b:2", "c,a=1,b=2:1|c", "c;b=2;a=1:1|c", "c#a=1,b=2:1|c")
        .send("c[a=1,b=2]:1|c", "[b=2]c:1|c|#a:1");

    Fragment fragment = feed.close();

    assertEquals(List.of("c{a=1,b=2}"), ids(fragment));
    assertEquals(6, statistics(fragment.series().get(0).value()).count());
  }

  @Test
  void values_severalInALine_areSamplesOfOneSeries() {
    feed.send("t:1:2:4|ms|#a:1", "t:8:16|ms|#a:2\nt:32:64|ms|@0.5|#a:1", "t:1|c:2|c");

    Fragment fragment = feed.close();

    assertEquals(List.of("t{a=1}", "t{a=2}", "t{}"), ids(fragment));
    assertEquals(new StatisticSet(7, 199, 1, 64), statistics(Feed.value(fragment, "t{a=1}")));
    assertEquals(new StatisticSet(2, 24, 8, 16), statistics(Feed.value(fragment, "t{a=2}")));
    assertEquals(new StatisticSet(2, 3, 1, 2), statistics(Feed.value(fragment, "t{}")));
    assertEquals(9, fragment.ledger().aggregated());
  }

  @Test
  void type_another_isAnotherSeries() {
    feed.send("x:1|c", "x:1|ms", "x:1|h", "x:1|g", "x:1|s");

    assertEquals(5, feed.close().series().size());
  }

  @Test
  void histogramAndDistribution_ofOneName_areOneSeries() {
    feed.send("x:1|h", "x:3|d");

    Fragment fragment = feed.close();

    assertEquals(Unit.NONE, fragment.series().get(0).id().unit());
    assertEquals(4, statistics(fragment.series().get(0).value()).sum());
  }

  @Test
  void distribution_ofAllMagnitudes_keepsEach() {
    feed.send("d:-1e100|d", "d:-5|d", "d:-1e-110|d", "d:0|d", "d:1e-110|d", "d:5|d", "d:1e100|d");

    Distribution distribution = (Distribution) feed.closeOne();

    assertEquals(new StatisticSet(7, 0, -1e100, 1e100), distribution.statistics());
    assertEquals(5, distribution.size());
    assertEquals(-5, distribution.value(1));
    assertEquals(0, distribution.value(2));
    assertEquals(3, distribution.count(2));
    assertEquals(5, distribution.value(3));
    assertEquals(1e100, distribution.value(4));
  }

  @Test
  void series_idleForAnHour_makesRoom() {
    Feed small = new Feed(1, 0.005).send("a:1|c");
    for (int i = 0; i <= INTERVALS_AN_HOUR; i++) {
      assertEquals(1, small.aggregator().liveSeries());
      small.close();
    }

    assertEquals(0, small.aggregator().liveSeries());
    assertEquals(List.of("b{}"), ids(small.send("b:1|c").close()));
  }

  @Test
  void series_usedWithinTheHour_staysWithItsState() {
    feed.send("g:5|g").close();
    for (int i = 1; i < INTERVALS_AN_HOUR; i++) {
      feed.close();
    }

    assertEquals(GaugeSamples.of(6), feed.send("g:+1|g").closeOne());
  }

  @Test
  void gauge_setAndSteps_isTheLastValue() {
    feed.send("g:10|g", "g:+5|g", "g:-20|g");

    assertEquals(GaugeSamples.of(-5), feed.closeOne());
  }

  @Test
  void gauge_negative_isSetByZeroThenStep() {
    feed.send("g:10|g", "g:-0|g", "g:-3|g");

    assertEquals(GaugeSamples.of(-3), feed.closeOne());
  }

  @Test
  void gauge_stepInALaterInterval_buildsOnTheValue() {
    feed.send("g:10|g").close();
    feed.close();

    assertEquals(GaugeSamples.of(14), feed.send("g:+4|g").closeOne());
  }

  @Test
  void gauge_notTouched_isNotPublished() {
    feed.send("g:10|g").close();

    assertEquals(List.of(), feed.close().series());
  }

  @Test
  void gauge_steppedNearerToZeroThanCloudWatchTells_isZero() {
    feed.send("g:1.2e-108|g", "g:-1e-108|g");

    assertEquals(GaugeSamples.of(0), feed.closeOne());
  }

  @Test
  void gauge_steppedPastTheLargest_isRejectedAndKeepsItsValue() {
    String half = "2e108";
    feed.send("g:" + half + "|g", "g:+" + half + "|g");

    Fragment fragment = feed.close();

    assertEquals(GaugeSamples.of(2e108), fragment.series().get(0).value());
    assertEquals(Map.of(RejectReason.OUT_OF_RANGE, 1L), fragment.ledger().rejected());
  }

  @Test
  void set_membersAgain_countOnce() {
    feed.send("s:alice|s", "s:bob|s", "s:alice|s");

    assertEquals(2, ((SetMembers) feed.closeOne()).size());
  }

  @Test
  void set_sameMembersInAnotherCollector_areTheSame() {
    assertEquals(
        new Feed().send("s:a|s", "s:b|s").closeOne(), new Feed().send("s:b|s", "s:a|s").closeOne());
  }

  @Test
  void set_ofTwoHundredThousandMembers_takesThemAll() {
    for (int i = 0; i < 200_000; i++) {
      feed.send("s:" + i + "|s");
    }

    assertEquals(200_000, feed.ledger().aggregated());
    // Four standard errors of 0.61 %.
    assertEquals(200_000, (double) ((SetMembers) feed.closeOne()).size(), 4_880);
  }

  @Test
  void rates_pastSixteen_areRejectedUntilTheNextInterval() {
    for (int i = 1; i <= 17; i++) {
      feed.send("c:1|c|@0." + (10 + i), "t:1|ms|@0." + (10 + i));
    }
    Fragment fragment = feed.close();

    assertEquals(Map.of(RejectReason.TOO_MANY_RATES, 2L), fragment.ledger().rejected());
    assertEquals(32, fragment.ledger().aggregated());
    assertEquals(Map.of(), feed.send("c:1|c|@0.27").ledger().rejected());
  }

  @Test
  void rejectedByTheSeries_exampleIsTheWholeLine() {
    feed.send("g:2e108|g\ng:+2e108|g|#\nok:1|c");

    assertEquals(
        Map.of(RejectReason.OUT_OF_RANGE, "g:+2e108|g|#"), feed.closeSlice().rejectedExamples());
  }

  @Test
  void close_thenMoreSamples_startsFresh() {
    Fragment first = feed.send("c:1|c", "t:5|ms", "bad").close();
    Fragment second = feed.send("c:10|c").close();

    assertEquals(List.of("c{}", "t{}"), ids(first));
    assertEquals(new Interval(0, 60_000), first.interval());
    assertEquals(new Ledger(3, 3, 2, 0, 0, 0, Map.of(RejectReason.NO_VALUE, 1L)), first.ledger());
    assertEquals(List.of("c{}"), ids(second));
    assertEquals(StatisticSet.of(10), statistics(second.series().get(0).value()));
    assertEquals(new Ledger(1, 1, 1, 0, 0, 0, Map.of()), second.ledger());
  }

  @Test
  void closedSlice_samplesAfterTheClose_areNotInIt() {
    feed.send("t:5|ms");
    ClosedSlice slice = feed.closeSlice();
    feed.send("t:7|ms");

    List<ClosedSeries> series = slice.toFragment("run", 0).series();

    assertEquals(StatisticSet.of(5), statistics(series.get(0).value()));
  }

  @Test
  void close_nothingReceived_isEmpty() {
    Fragment fragment = feed.close();

    assertEquals(List.of(), fragment.series());
    assertEquals(Ledger.EMPTY, fragment.ledger());
  }

  @Test
  void manySeries_moreThanTheTableStartsWith_areAllFound() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 500; i++) {
        feed.send("s" + i + ":" + i + "|c");
      }
    }

    Fragment fragment = feed.close();

    assertEquals(500, fragment.series().size());
    assertTrue(fragment.series().stream().allMatch(one -> statistics(one.value()).count() == 2));
  }
}
