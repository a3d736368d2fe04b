package io.sidestat.collector.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.config.SeriesConfig;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.GaugeSamples;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.model.SetMembers;
import io.sidestat.collector.model.StatisticSet;
import io.sidestat.collector.shape.Shaper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens to samples for whose series, or spelling, there is no room. */
class SeriesLimitTest {
  private static final int MINUTES_AN_HOUR = 60;
  private static final int NO_BOUND = 1_000_000;

  private static Feed feed(int limit) {
    return feed(limit, NO_BOUND);
  }

  private static Feed feed(int limit, int newPerMinute) {
    return feed(limit, newPerMinute, Map.of());
  }

  private static Feed feed(int limit, int newPerMinute, Map<String, String> defaultDimensions) {
    return new Feed(
        new SeriesConfig(limit, newPerMinute), 0.005, new Shaper("Test", defaultDimensions));
  }

  private static List<String> ids(Fragment fragment) {
    return fragment.series().stream().map(series -> series.id().toString()).sorted().toList();
  }

  private static StatisticSet counter(Fragment fragment, String id) {
    return ((CounterTotal) Feed.value(fragment, id)).increments();
  }

  private static Ledger ledger(int received, int aggregated, int folded, int refused) {
    return new Ledger(received, received, aggregated, folded, 0, refused, Map.of());
  }

  @Test
  void series_pastTheLimit_areFoldedWithExactTotals() {
    Fragment fragment =
        feed(2).send("c:1|c|#u:a", "c:2|c|#u:b", "c:4|c|#u:c", "c:8|c|#u:d", "c:16|c|#u:d").close();

    assertEquals(List.of("c{u=__other__}", "c{u=a}", "c{u=b}"), ids(fragment));
    assertEquals(new StatisticSet(3, 28, 4, 16), counter(fragment, "c{u=__other__}"));
    assertEquals(ledger(5, 2, 3, 0), fragment.ledger());
  }

  @Test
  void series_pastTheLimit_keepDefaultDimensions() {
    Fragment fragment =
        feed(1, NO_BOUND, Map.of("Environment", "prod"))
            .send("c:1|c|#u:a", "c:1|c|#u:b", "c:1|c|#u:c,Environment:test")
            .close();

    assertEquals(
        List.of(
            "c{Environment=__other__,u=__other__}",
            "c{Environment=prod,u=__other__}",
            "c{Environment=prod,u=a}"),
        ids(fragment));
  }

  @Test
  void series_thatHadItsOwn_keepsItWhileOthersAreFolded() {
    Feed feed = feed(1).send("c:1|c|#u:a");
    for (int minute = 0; minute < 3; minute++) {
      Fragment fragment = feed.send("c:5|c|#u:b", "c:1|c|#u:a").close();
      assertEquals(List.of("c{u=__other__}", "c{u=a}"), ids(fragment));
    }
  }

  @Test
  void series_anotherSpellingOfALiveOne_isNotFolded() {
    Feed feed = feed(1).send("c:1|c|#a:1,b:2", "c:1|c|#b:2,a:1");

    assertEquals(ledger(2, 2, 0, 0), feed.ledger());
  }

  @Test
  void newSeries_moreThanAllowedInAMinute_areFoldedUntilTheNext() {
    Feed feed = feed(10, 2).send("c:1|c|#u:a", "c:1|c|#u:b", "c:1|c|#u:c");
    assertEquals(List.of("c{u=__other__}", "c{u=a}", "c{u=b}"), ids(feed.close()));

    Fragment next = feed.send("c:1|c|#u:c", "c:1|c|#u:d", "c:1|c|#u:e", "c:1|c|#u:a").close();

    assertEquals(List.of("c{u=__other__}", "c{u=a}", "c{u=c}", "c{u=d}"), ids(next));
    assertEquals(ledger(4, 3, 1, 0), next.ledger());
  }

  @Test
  void newSeries_inIntervalsOfTenSeconds_areAllowedByTheMinute() {
    Feed feed = feed(10, 1).intervals(10_000).send("c:1|c|#u:a");
    for (int interval = 0; interval < 6; interval++) {
      Fragment fragment = feed.send("c:1|c|#u:b").close();
      assertTrue(ids(fragment).contains("c{u=__other__}"), () -> "folded: " + ids(fragment));
    }

    assertEquals(List.of("c{u=b}"), ids(feed.send("c:1|c|#u:b").close()));
  }

  @Test
  void series_foldedBefore_getsItsOwnWhenAnotherIsIdleForAnHour() {
    Feed feed = feed(1).send("c:1|c|#u:a");
    feed.close();
    int minutes = 0;
    while (!ids(feed.send("c:1|c|#u:b").close()).equals(List.of("c{u=b}")) && minutes < 100) {
      minutes++;
    }

    assertEquals(MINUTES_AN_HOUR, minutes);
  }

  @Test
  void otherSeries_idleForAnHour_isForgotten() {
    Feed feed = feed(1).send("c:1|c|#u:a", "c:1|c|#u:b");
    for (int minute = 0; minute <= MINUTES_AN_HOUR; minute++) {
      assertEquals(1, feed.aggregator().otherSeries());
      feed.send("c:1|c|#u:a").close();
    }

    assertEquals(0, feed.aggregator().otherSeries());
    assertEquals(ledger(1, 0, 1, 0), feed.send("c:1|c|#u:b").close().ledger());
  }

  @Test
  void series_withoutTags_standsForItselfAndKeepsItsStateWhenThereIsRoom() {
    Feed feed = feed(10, 1).send("first:1|c", "g:5|g", "g:+1|g");
    Fragment folded = feed.close();
    Fragment own = feed.send("g:+1|g").close();

    assertEquals(List.of("first{}", "g{}"), ids(folded));
    assertEquals(ledger(3, 1, 2, 0), folded.ledger());
    assertEquals(GaugeSamples.of(7), Feed.value(own, "g{}"));
    assertEquals(ledger(1, 1, 0, 0), own.ledger());
    assertEquals(0, feed.aggregator().otherSeries());
  }

  @Test
  void series_calledOtherByTheApp_isOneWithTheFolded() {
    Feed feed = feed(1).send("c:1|c|#u:__other__", "c:2|c|#u:b");

    Fragment fragment = feed.close();

    assertEquals(List.of("c{u=__other__}"), ids(fragment));
    assertEquals(new StatisticSet(2, 3, 1, 2), counter(fragment, "c{u=__other__}"));
  }

  @Test
  void gauges_pastTheLimit_areTheLastValueAndStepsBuildOnIt() {
    Fragment fragment =
        feed(1).send("g:1|g|#u:a", "g:10|g|#u:b", "g:20|g|#u:c", "g:+3|g|#u:d").close();

    assertEquals(GaugeSamples.of(23), Feed.value(fragment, "g{u=__other__}"));
  }

  @Test
  void sets_pastTheLimit_areTheirUnion() {
    Fragment fragment =
        feed(1).send("s:x|s|#u:a", "s:x|s|#u:b", "s:y|s|#u:c", "s:x|s|#u:d").close();

    assertEquals(2, ((SetMembers) Feed.value(fragment, "s{u=__other__}")).size());
  }

  @Test
  void timers_pastTheLimit_mergeWithinTheAccuracy() {
    Feed feed = feed(1).send("t:1|ms|#u:first");
    for (int i = 1; i <= 1_000; i++) {
      feed.send("t:" + i + "|ms|#u:" + i);
    }

    Distribution other = (Distribution) Feed.value(feed.close(), "t{u=__other__}");

    assertEquals(new StatisticSet(1_000, 500_500, 1, 1_000), other.statistics());
    assertEquals(950, other.percentile(95), 950 * 0.005);
  }

  @Test
  void rates_ofFoldedSeriesPastSixteen_areRejectedAndCounted() {
    Feed feed = feed(1).send("c:1|c|#u:first");
    for (int i = 10; i < 10 + RateTable.RATES_MAX + 1; i++) {
      feed.send("c:1|c|@0." + i + "|#u:" + i);
    }

    assertEquals(Map.of(RejectReason.TOO_MANY_RATES, 1L), feed.ledger().rejected());
    assertTrue(feed.ledger().balanced());
  }

  @Test
  void otherSeries_pastTheirLimit_areRefused() {
    Feed feed = feed(1).send("c:1|c");
    for (int i = 0; i < LiveSeries.OTHER_MAX + 10; i++) {
      feed.send("name" + i + ":1|c");
    }
    feed.send("name1:1|c", "c:1|c", "name1005:1|c");

    assertEquals(LiveSeries.OTHER_MAX, feed.aggregator().otherSeries());
    assertEquals(
        ledger(LiveSeries.OTHER_MAX + 14, 2, LiveSeries.OTHER_MAX + 1, 11), feed.close().ledger());
  }

  @Test
  void refused_samples_getASeriesTheNextMinute() {
    Feed feed = feed(1_000, 1).send("c:1|c");
    for (int i = 0; i <= LiveSeries.OTHER_MAX; i++) {
      feed.send("name" + i + ":1|c");
    }
    assertEquals(1, feed.close().ledger().refused());

    // A new minute allows one more series of its own.
    assertEquals(ledger(1, 1, 0, 0), feed.send("name1000:1|c").close().ledger());
  }

  @Test
  void tagNamesWithoutEnd_areRefusedPastTheLimitOfOtherSeries() {
    Feed feed = feed(1).send("c:1|c");
    int samples = 3 * FoldTable.ENTRIES_MAX;
    for (int i = 0; i < samples; i++) {
      feed.send("c:1|c|#key" + i + ":v");
    }

    assertEquals(LiveSeries.OTHER_MAX, feed.aggregator().otherSeries());
    assertEquals(
        ledger(samples + 1, 1, LiveSeries.OTHER_MAX, samples - LiveSeries.OTHER_MAX),
        feed.ledger());
    assertEquals(LiveSeries.OTHER_MAX + 1, feed.send("c:1|c|#key1:w").ledger().folded());
  }

  @Test
  void spellings_pastTheirLimit_areFoldedToTheSameSeriesAsThoseBefore() {
    // One series allows four spellings: the rest are found by their tags' names alone.
    Fragment fragment =
        feed(1, NO_BOUND, Map.of("Environment", "prod"))
            .send(
                "c:1|c|#u:own",
                "c:1|c|#u:1,bare,Environment:prod,l:w",
                "c:2|c|#u:2,bare,Environment:prod,l:w",
                "c:4|c|#u:3,bare,Environment:prod,l:w",
                "c:8|c|#u:4,bare,Environment:prod,l:w",
                "c:16|c|#u:5:5,bare,Environment:prod,l:",
                "c:32|c|#l:w,,u:6,bare,",
                "c:64|c|#u:own")
            .close();

    String other = "c{Environment=prod,bare=__other__,l=__other__,u=__other__}";
    assertEquals(List.of(other, "c{Environment=prod,u=own}"), ids(fragment));
    assertEquals(new StatisticSet(6, 63, 1, 32), counter(fragment, other));
    assertEquals(ledger(8, 2, 6, 0), fragment.ledger());
  }

  @Test
  void spellings_pastTheirLimitInEachDialect_areFoldedToOneSeries() {
    Fragment fragment =
        feed(1, NO_BOUND, Map.of("Environment", "prod"))
            .send("c:1|c|#u:own", "c:1|c|#u:1,v:2", "c:1|c|#u:2,v:2", "c:1|c|#u:3,v:2")
            .send(
                "c,u=4,v=5:1|c",
                "c;u=6;Environment=prod;v=7:1|c",
                "c#u=8,v=9:1|c",
                "c[u=10,v=11]:1|c",
                "[u=12]c:1|c|#v:13",
                "c,u=14:1:1:1|c|#v:15")
            .close();

    assertEquals(
        List.of("c{Environment=prod,u=__other__,v=__other__}", "c{Environment=prod,u=own}"),
        ids(fragment));
    assertEquals(new Ledger(10, 12, 1, 11, 0, 0, Map.of()), fragment.ledger());
  }

  @Test
  void spellings_full_makeRoomAtTheMinutesEnd() {
    Feed feed = feed(2, NO_BOUND).send("c:1|c|#u:own");
    for (int i = 0; i < 100; i++) {
      feed.send("c:1|c|#u:" + i);
    }
    assertEquals(8, feed.aggregator().spellings());
    feed.close();

    assertEquals(2, feed.aggregator().spellings());
  }

  @Test
  void spellings_foundByTheirTagsNamesAndRefused_areFoldedWhenOthersAreIdleForAnHour() {
    Feed feed = feed(1).send("c:1|c", "c:1|c|#,", "c:1|c|#,,", "c:1|c|#,,,");
    for (int i = 0; i <= LiveSeries.OTHER_MAX; i++) {
      feed.send("c:1|c|#key" + i + ":v");
    }
    assertEquals(1, feed.close().ledger().refused());
    for (int minute = 0; minute <= MINUTES_AN_HOUR; minute++) {
      feed.send("c:1|c", "c:1|c|#,", "c:1|c|#,,", "c:1|c|#,,,").close();
    }

    Fragment fragment = feed.send("c:1|c|#key0:v", "c:1|c|#key1000:v", "c:1|c|#key1:v").close();

    assertEquals(
        List.of("c{key0=__other__}", "c{key1000=__other__}", "c{key1=__other__}"), ids(fragment));
  }

  @Test
  void millionTagValuesInAMinute_keepTotalsExactAndMemoryBounded() {
    Feed feed = feed(1_000, NO_BOUND);
    int values = 1_000_000;
    for (int i = 0; i < values; i++) {
      feed.send("c:" + i + "|c|#Endpoint:/x,RequestId:" + i);
    }

    assertEquals(1_000, feed.aggregator().liveSeries());
    assertEquals(1, feed.aggregator().otherSeries());
    assertEquals(4_000, feed.aggregator().spellings());
    Fragment fragment = feed.close();
    assertEquals(ledger(values, 1_000, values - 1_000, 0), fragment.ledger());
    StatisticSet total =
        fragment.series().stream()
            .map(series -> ((CounterTotal) series.value()).increments())
            .reduce(StatisticSet::merge)
            .orElseThrow();
    assertEquals(new StatisticSet(values, 499_999_500_000.0, 0, 999_999), total);
  }
}
