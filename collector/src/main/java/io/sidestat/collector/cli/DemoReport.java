package io.sidestat.collector.cli;

import io.sidestat.client.ClientStats;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.Ledger;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Holds what would have been published against what was sent, and prints both. */
final class DemoReport {
  private static final double[] PERCENTS = {50, 95, 99};
  private static final String ENVIRONMENT = "demo";

  private final double accuracy;
  private boolean addsUp = true;

  /**
   * A report.
   *
   * @param accuracy the relative error that a percentile may have
   */
  DemoReport(double accuracy) {
    this.accuracy = accuracy;
  }

  /** Prints everything; whether it all adds up. */
  boolean print(
      List<DemoTraffic.Endpoint> endpoints,
      PublishedMetrics published,
      ClientStats sent,
      Ledger ledger,
      PrintWriter out) {
    TextTable table =
        new TextTable(
            List.of(
                "endpoint",
                "requests",
                "availability",
                "percentile",
                "published ms",
                "exact ms",
                "error %"));
    for (DemoTraffic.Endpoint endpoint : endpoints) {
      addRows(table, endpoint, published);
    }
    out.println();
    out.print(table);
    out.println();
    // Others may send to the demo's collector too; theirs are not missed.
    long lost = Math.max(0, sent.samplesAccepted() - ledger.recorded());
    addsUp &= lost == 0;
    out.printf(
        Locale.ROOT,
        "samples: %d sent, %d received, %d lost, %d rejected%n",
        sent.samplesAccepted(),
        ledger.received(),
        lost,
        ledger.rejectedTotal());
    out.printf(
        Locale.ROOT,
        addsUp
            ? "It all adds up: nothing lost, every count right, every percentile within %.1f %%.%n"
            : "It does NOT add up: see above; allowed is an error of %.1f %%.%n",
        accuracy * 100);
    return addsUp;
  }

  private void addRows(TextTable table, DemoTraffic.Endpoint endpoint, PublishedMetrics published) {
    Optional<Distribution> times =
        published.distribution(
            "ResponseTime", Map.of("Endpoint", endpoint.path(), "Environment", ENVIRONMENT));
    double requests =
        published.sum(
            "RequestCount", Map.of("Endpoint", endpoint.path(), "Environment", ENVIRONMENT));
    addsUp &= requests == endpoint.requests() && times.isPresent();
    String availability = availability(endpoint, published);
    for (double percent : PERCENTS) {
      boolean first = percent == PERCENTS[0];
      double exact = endpoint.percentileMillis(percent);
      double found = times.map(distribution -> distribution.percentile(percent)).orElse(Double.NaN);
      double error = Math.abs(found - exact) / exact;
      addsUp &= error <= accuracy;
      table.add(
          List.of(
              first ? endpoint.path() : "",
              first ? TextTable.number(requests) : "",
              first ? availability : "",
              "p" + TextTable.number(percent),
              fixed(found),
              fixed(exact),
              fixed(error * 100)));
    }
  }

  private String availability(DemoTraffic.Endpoint endpoint, PublishedMetrics published) {
    double good = requests(endpoint, published, "2xx");
    double bad = requests(endpoint, published, "5xx");
    addsUp &= good == endpoint.requests("2xx") && bad == endpoint.requests("5xx");
    return String.format(Locale.ROOT, "%.2f %%", good / (good + bad) * 100);
  }

  private static double requests(
      DemoTraffic.Endpoint endpoint, PublishedMetrics published, String statusClass) {
    return published.sum(
        "RequestCount", Map.of("Endpoint", endpoint.path(), "StatusCode", statusClass));
  }

  private static String fixed(double number) {
    return String.format(Locale.ROOT, "%.3f", number);
  }
}
