package io.sidestat.collector.query;

import io.sidestat.collector.config.PricesConfig;
import io.sidestat.collector.journal.Activity;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.model.MetricId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Estimates from the journal what CloudWatch charges: for each metric published, by the hour in
 * which it gets data, and for each PutMetricData request. Source: Amazon's CloudWatch pricing page
 * as others quote it ("prorated by the hour and metered only when you send metrics"), 24 Nov 2026;
 * it says no more of hours than that.
 */
public final class JournalCost {
  /** A twelfth of a year's 8,760. */
  static final int HOURS_A_MONTH = 730;

  private final JournalReader reader;
  private final Function<MetricId, Set<MetricId>> publishedAs;
  private final PricesConfig prices;
  private final int seriesMax;

  /**
   * Estimates over that reader, which stays the caller's to close.
   *
   * @param publishedAs the identities under which an original series is published
   * @param seriesMax how many original series may be held in memory
   */
  public JournalCost(
      JournalReader reader,
      Function<MetricId, Set<MetricId>> publishedAs,
      PricesConfig prices,
      int seriesMax) {
    this.reader = reader;
    this.publishedAs = publishedAs;
    this.prices = prices;
    this.seriesMax = seriesMax;
  }

  /**
   * The estimate; empty if the journal holds nothing of that time.
   *
   * @param from inclusive: intervals that end after it
   * @param to exclusive: intervals that start before it
   * @throws IllegalArgumentException if there were more series in that time than may be held
   */
  public CostEstimate estimate(Instant from, Instant to, Fleet fleet) throws JournalException {
    Activity activity = reader.activity(from.toEpochMilli(), to.toEpochMilli(), seriesMax);
    BilledHours billed = new BilledHours(activity, publishedAs);
    double requests =
        billed.hours() == 0
            ? 0
            : activity.requests() / billed.hours() * HOURS_A_MONTH * fleet.hosts();
    return new CostEstimate(
        activity.startEpochMillis(),
        activity.endEpochMillis(),
        billed.hours(),
        billed.emptyHours(activity),
        rows(billed, fleet),
        billed.metrics().stream().filter(m -> m.hasOneOf(fleet.perHostDimensions())).count(),
        activity.requests(),
        requests,
        prices.dollarsForRequests(requests));
  }

  /** What is shown in a row of its own. */
  private record Name(String namespace, String name) {}

  /** Sums of one name's metrics. */
  private record Sums(long metrics, long rollUps, double average) {
    Sums plus(Sums more) {
      return new Sums(metrics + more.metrics, rollUps + more.rollUps, average + more.average);
    }
  }

  /** The tiers count all metrics, whatever their names, so a name pays its share of the whole. */
  private List<CostRow> rows(BilledHours billed, Fleet fleet) {
    Map<Name, Sums> sums = new HashMap<>();
    for (BilledMetric metric : billed.metrics()) {
      int times = metric.hasOneOf(fleet.perHostDimensions()) ? fleet.hosts() : 1;
      Sums one = new Sums(times, billed.isRollUp(metric) ? times : 0, times * billed.share(metric));
      sums.merge(new Name(metric.namespace(), metric.name()), one, Sums::plus);
    }
    double all = sums.values().stream().mapToDouble(Sums::average).sum();
    double dollars = prices.metric().dollarsFor(all, (double) fleet.otherMetrics());
    List<CostRow> rows = new ArrayList<>();
    sums.forEach(
        (name, sum) ->
            rows.add(
                new CostRow(
                    name.namespace(),
                    name.name(),
                    sum.metrics(),
                    sum.rollUps(),
                    sum.average(),
                    dollars * sum.average() / all)));
    rows.sort(
        Comparator.comparingDouble(CostRow::averageMetrics)
            .reversed()
            .thenComparing(CostRow::name)
            .thenComparing(CostRow::namespace));
    return rows;
  }
}
