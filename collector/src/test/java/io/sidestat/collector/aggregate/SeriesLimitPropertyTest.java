package io.sidestat.collector.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.config.SeriesConfig;
import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.CounterTotal;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.shape.Shaper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Random traffic under tiny limits: whatever is folded, nothing is lost or counted twice. */
class SeriesLimitPropertyTest {
  /** What ends an interval in a list of samples. */
  private static final Step CLOSE = new Step("", 0, "");

  /** A counter's sample, or {@link #CLOSE}. */
  record Step(String name, int value, String tags) {
    String line() {
      return name + ":" + value + "|c" + (tags.isEmpty() ? "" : "|#" + tags);
    }
  }

  @Provide
  Arbitrary<List<Step>> traffic() {
    Arbitrary<String> tag =
        Arbitraries.of(
            "u:1", "u:2", "u:3", "u:__other__", "v:1", "v:2", "bare", "E:prod", "E:x", "");
    Arbitrary<Step> sample =
        Combinators.combine(
                Arbitraries.of("a", "b", "c"),
                Arbitraries.integers().between(1, 1_000),
                tag.list().ofMaxSize(3).map(tags -> String.join(",", tags)))
            .as(Step::new);
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(20, sample), net.jqwik.api.Tuple.of(1, Arbitraries.just(CLOSE)))
        .list()
        .ofMaxSize(400);
  }

  @Property(tries = 300)
  void totals_ofAnyTraffic_areExactAndTheLedgerBalances(
      @ForAll("traffic") @Size(max = 400) List<Step> steps,
      @ForAll @IntRange(min = 1, max = 6) int limit,
      @ForAll @IntRange(min = 1, max = 3) int newPerMinute) {
    Feed feed =
        new Feed(
            new SeriesConfig(limit, newPerMinute), 0.005, new Shaper("Test", Map.of("E", "prod")));
    Map<String, Double> sent = new HashMap<>();
    int samples = 0;
    for (Step step : steps) {
      if (step.equals(CLOSE)) {
        check(feed.close(), sent, samples, limit);
        sent.clear();
        samples = 0;
      } else {
        feed.send(step.line());
        sent.merge(step.name(), (double) step.value(), Double::sum);
        samples++;
      }
    }
    check(feed.close(), sent, samples, limit);
  }

  private static void check(Fragment fragment, Map<String, Double> sent, int samples, int limit) {
    Map<String, Double> held = new HashMap<>();
    double count = 0;
    for (ClosedSeries series : fragment.series()) {
      CounterTotal total = (CounterTotal) series.value();
      held.merge(series.id().name(), total.increments().sum(), Double::sum);
      count += total.increments().count();
    }
    assertEquals(sent, held);
    assertEquals(samples, count);
    Ledger ledger = fragment.ledger();
    assertTrue(ledger.balanced(), ledger::toString);
    assertEquals(samples, ledger.recorded());
    // Each identity once, or the journal would not take it.
    assertEquals(
        fragment.series().size(),
        fragment.series().stream().map(ClosedSeries::id).distinct().count());
    long own = fragment.series().stream().filter(one -> !standsForOthers(one)).count();
    assertTrue(own <= limit, () -> own + " series of their own: " + fragment.series());
  }

  /** A series without tags of its own, or with other values only, may be one of either kind. */
  private static boolean standsForOthers(ClosedSeries series) {
    return series.id().dimensions().stream()
        .allMatch(
            one -> one.value().equals(Shaper.OTHER) || (one.name() + one.value()).equals("Eprod"));
  }
}
