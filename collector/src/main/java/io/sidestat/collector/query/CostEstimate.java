package io.sidestat.collector.query;

import java.util.List;

/**
 * What a month costs if it goes on as in the time looked at.
 *
 * @param startEpochMillis start of the first interval in which anything was received; 0 if none
 * @param endEpochMillis exclusive end of the last; 0 if none
 * @param hours between the two, without the clock hours in which nothing was received
 * @param emptyHours clock hours between the two in which nothing was received
 * @param rows the dearest first
 * @param perHostMetrics how many metrics of one host are each host's own
 * @param requests counted in that time, of this host
 * @param requestsPerMonth of all hosts
 * @param requestDollars a month, of all hosts
 */
public record CostEstimate(
    long startEpochMillis,
    long endEpochMillis,
    double hours,
    int emptyHours,
    List<CostRow> rows,
    long perHostMetrics,
    long requests,
    double requestsPerMonth,
    double requestDollars) {

  /** Copies what it is given. */
  public CostEstimate {
    rows = List.copyOf(rows);
  }

  /** Whether there is anything to estimate from. */
  public boolean isEmpty() {
    return hours == 0;
  }

  /** All rows' metrics. */
  public long metrics() {
    return rows.stream().mapToLong(CostRow::metrics).sum();
  }

  /** All rows' roll-ups. */
  public long rollUps() {
    return rows.stream().mapToLong(CostRow::rollUps).sum();
  }

  /** All rows' metrics of an average hour. */
  public double averageMetrics() {
    return rows.stream().mapToDouble(CostRow::averageMetrics).sum();
  }

  /** Dollars a month for metrics. */
  public double metricDollars() {
    return rows.stream().mapToDouble(CostRow::dollars).sum();
  }

  /** Dollars a month for metrics and requests. */
  public double totalDollars() {
    return metricDollars() + requestDollars;
  }
}
