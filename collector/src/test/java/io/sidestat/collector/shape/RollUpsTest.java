package io.sidestat.collector.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.GaugeSamples;
import io.sidestat.collector.model.SetMembers;
import io.sidestat.collector.model.StatisticSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RollUpsTest {
  private static final List<List<String>> DEFAULTS =
      List.of(
          List.of("Endpoint"),
          List.of("Endpoint", "StatusCode"),
          List.of("Endpoint", "Environment"));

  /** Identity to the number of samples or, for what has none, the value. */
  private static Map<String, Double> published(List<List<String>> rollUps, String... lines) {
    List<ClosedSeries> originals = new Feed().send(lines).close().series();
    Map<String, Double> published = new TreeMap<>();
    for (ClosedSeries series : new RollUps(rollUps).applyTo(originals)) {
      Double before = published.put(series.id().toString(), samples(series));
      assertEquals(null, before, "published twice: " + series.id());
    }
    return published;
  }

  private static double samples(ClosedSeries series) {
    if (series.value() instanceof Distribution timer) {
      return timer.statistics().count();
    }
    if (series.value() instanceof GaugeSamples gauge) {
      return gauge.samples().statistics().count();
    }
    if (series.value() instanceof SetMembers set) {
      return set.size();
    }
    return ((CounterTotal) series.value()).increments().count();
  }

  private static Map<String, Double> expected(Object... idsAndSamples) {
    Map<String, Double> expected = new TreeMap<>();
    for (int i = 0; i < idsAndSamples.length; i += 2) {
      expected.put((String) idsAndSamples[i], ((Integer) idsAndSamples[i + 1]).doubleValue());
    }
    return expected;
  }

  @Test
  void defaults_responseTime_areByEndpointAndTheSeriesThemselves() {
    assertEquals(
        expected(
            "ResponseTime{Endpoint=/a,Environment=prod}", 2,
            "ResponseTime{Endpoint=/a,Environment=staging}", 1,
            "ResponseTime{Endpoint=/b,Environment=prod}", 1,
            "ResponseTime{Endpoint=/a}", 3,
            "ResponseTime{Endpoint=/b}", 1),
        published(
            DEFAULTS,
            "ResponseTime:10|ms|#Endpoint:/a,Environment:prod",
            "ResponseTime:20|ms|#Endpoint:/a,Environment:prod",
            "ResponseTime:30|ms|#Endpoint:/a,Environment:staging",
            "ResponseTime:40|ms|#Endpoint:/b,Environment:prod"));
  }

  @Test
  void defaults_requestCount_areByEndpointStatusAndEnvironment() {
    assertEquals(
        expected(
            "RequestCount{Endpoint=/a,Environment=prod,StatusCode=2xx}", 2,
            "RequestCount{Endpoint=/a,Environment=prod,StatusCode=5xx}", 1,
            "RequestCount{Endpoint=/a,Environment=staging,StatusCode=2xx}", 1,
            "RequestCount{Endpoint=/a}", 4,
            "RequestCount{Endpoint=/a,StatusCode=2xx}", 3,
            "RequestCount{Endpoint=/a,StatusCode=5xx}", 1,
            "RequestCount{Endpoint=/a,Environment=prod}", 3,
            "RequestCount{Endpoint=/a,Environment=staging}", 1),
        published(
            DEFAULTS,
            "RequestCount:1|c|#Endpoint:/a,StatusCode:2xx,Environment:prod",
            "RequestCount:1|c|#Endpoint:/a,StatusCode:2xx,Environment:prod",
            "RequestCount:1|c|#Endpoint:/a,StatusCode:5xx,Environment:prod",
            "RequestCount:1|c|#Endpoint:/a,StatusCode:2xx,Environment:staging"));
  }

  @Test
  void rollUp_ofASeriesWithoutItsDimensions_isNone() {
    assertEquals(
        expected("c{Environment=prod}", 1), published(DEFAULTS, "c:1|c|#Environment:prod"));
  }

  @Test
  void rollUp_equalToASeries_isPublishedOnceWithBoth() {
    assertEquals(
        expected("c{Endpoint=/a,x=1}", 1, "c{Endpoint=/a}", 3),
        published(DEFAULTS, "c:1|c|#Endpoint:/a", "c:1|c|#Endpoint:/a", "c:1|c|#Endpoint:/a,x:1"));
  }

  @Test
  void rollUps_ofTheSameNamesInAnotherOrder_countOnce() {
    assertEquals(
        expected("c{a=1,b=2,x=3}", 1, "c{a=1,b=2}", 1),
        published(List.of(List.of("a", "b"), List.of("b", "a")), "c:1|c|#a:1,b:2,x:3"));
  }

  @Test
  void rollUp_toNoDimensions_mergesAll() {
    assertEquals(
        expected("c{a=1}", 1, "c{a=2}", 1, "c{}", 2),
        published(List.of(List.of()), "c:1|c|#a:1", "c:1|c|#a:2"));
  }

  @Test
  void rollUp_toNoDimensionsOfASeriesWithoutAny_isTheSeries() {
    assertEquals(expected("c{}", 1), published(List.of(List.of()), "c:1|c"));
  }

  @Test
  void rollUp_ofGauges_isOneSampleForEach() {
    List<ClosedSeries> originals =
        new Feed().send("g:10|g|#host:a", "g:99|g|#host:a", "g:-1|g|#host:b").close().series();

    List<ClosedSeries> published = new RollUps(List.of(List.of())).applyTo(originals);

    // Host b's gauge is new, so its step starts at 0.
    assertEquals(
        new StatisticSet(2, 98, -1, 99),
        ((GaugeSamples) published.get(2).value()).samples().statistics());
  }

  @Test
  void rollUp_ofSets_isTheirUnion() {
    assertEquals(
        expected("s{host=a}", 2, "s{host=b}", 2, "s{}", 3),
        published(
            List.of(List.of()),
            "s:x|s|#host:a",
            "s:y|s|#host:a",
            "s:y|s|#host:b",
            "s:z|s|#host:b"));
  }

  @Test
  void rollUp_ofAnotherType_isApart() {
    assertEquals(
        5,
        new RollUps(List.of(List.of()))
            .applyTo(new Feed().send("x:1|c|#a:1", "x:1|ms|#a:1", "y:1|c").close().series())
            .size());
  }

  private static Map<String, Double> publishedWithoutOriginals(
      List<List<String>> rollUps, String... lines) {
    Map<String, Double> published = new TreeMap<>();
    for (ClosedSeries series :
        new RollUps(rollUps, false).applyTo(new Feed().send(lines).close().series())) {
      published.put(series.id().toString(), samples(series));
    }
    return published;
  }

  @Test
  void withoutOriginals_seriesWithRollUps_isPublishedUnderThemOnly() {
    assertEquals(
        expected("c{Endpoint=/a}", 3, "c{}", 3),
        publishedWithoutOriginals(
            List.of(List.of("Endpoint"), List.of()),
            "c:1|c|#Endpoint:/a,pod:1",
            "c:1|c|#Endpoint:/a,pod:2",
            "c:1|c|#Endpoint:/a,pod:2,zone:b"));
  }

  @Test
  void withoutOriginals_seriesThatNoRollUpCarries_isPublishedItself() {
    assertEquals(
        expected("c{pod=1}", 1, "d{}", 1),
        publishedWithoutOriginals(List.of(List.of("Endpoint")), "c:1|c|#pod:1", "d:1|c"));
  }

  @Test
  void withoutOriginals_seriesThatIsOneOfTheRollUps_staysInItsTotal() {
    assertEquals(
        expected("c{Endpoint=/a}", 2, "c{}", 2),
        publishedWithoutOriginals(
            List.of(List.of("Endpoint"), List.of()),
            "c:1|c|#Endpoint:/a",
            "c:1|c|#Endpoint:/a,pod:2"));
  }

  @Test
  void identitiesOf_eachOriginal_areThoseThatApplyToPublishes() {
    List<ClosedSeries> originals =
        new Feed()
            .send(
                "a:1|c|#Endpoint:/a,Environment:p,StatusCode:2xx",
                "a:1|c|#Endpoint:/a,Environment:p,StatusCode:5xx",
                "a:1|c|#Endpoint:/a,Environment:p",
                "b:1|ms|#Endpoint:/a",
                "b:1|ms|#Queue:mail",
                "b:1|ms")
            .close()
            .series();

    for (RollUps rollUps : List.of(new RollUps(DEFAULTS), new RollUps(DEFAULTS, false))) {
      assertEquals(
          rollUps.applyTo(originals).stream().map(ClosedSeries::id).collect(Collectors.toSet()),
          originals.stream()
              .flatMap(series -> rollUps.identitiesOf(series.id()).stream())
              .collect(Collectors.toSet()));
    }
  }
}
