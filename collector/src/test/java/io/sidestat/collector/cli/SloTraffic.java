package io.sidestat.collector.cli;

import io.sidestat.collector.cloudwatch.MetricKey;
import io.sidestat.collector.cloudwatch.ReceivedDatum;
import io.sidestat.collector.model.StatisticSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a collector would have published of one endpoint of the example, minute by minute: half the
 * requests take 100 ms and half what is asked for.
 */
final class SloTraffic {
  static final String NAMESPACE = "ReFit/AI";
  static final String ENDPOINT = "/api/ai/recommendations";

  private final List<ReceivedDatum> datums = new ArrayList<>();

  /** A minute with that many good and bad requests, of which every second one is so slow. */
  SloTraffic minute(Instant start, int good, int bad, double slowMillis) {
    int requests = good + bad;
    if (requests > 0) {
      double[] values = {100, slowMillis};
      double[] counts = {requests / 2.0, requests / 2.0};
      StatisticSet latencies =
          new StatisticSet(
              requests,
              requests / 2.0 * (100 + slowMillis),
              Math.min(100, slowMillis),
              Math.max(100, slowMillis));
      add("ResponseTime", "Milliseconds", Map.of(), start, latencies, values, counts);
      count(Map.of(), start, requests);
    }
    count(Map.of("StatusCode", "2xx"), start, good);
    count(Map.of("StatusCode", "5xx"), start, bad);
    return this;
  }

  /** So many such minutes. */
  SloTraffic minutes(Instant start, int minutes, int good, int bad, double slowMillis) {
    for (int i = 0; i < minutes; i++) {
      minute(start.plus(Duration.ofMinutes(i)), good, bad, slowMillis);
    }
    return this;
  }

  /** The collector reported in these minutes. */
  SloTraffic alive(Instant start, int minutes) {
    for (int i = 0; i < minutes; i++) {
      datums.add(
          new ReceivedDatum(
              new MetricKey(
                  NAMESPACE, "Sidestat/Heartbeat", "Count", Map.of("Environment", "production")),
              start.plus(Duration.ofMinutes(i)).toEpochMilli(),
              60,
              StatisticSet.of(1),
              new double[0],
              new double[0]));
    }
    return this;
  }

  private void count(Map<String, String> more, Instant start, int requests) {
    if (requests > 0) {
      StatisticSet increments = new StatisticSet(requests, requests, 1, 1);
      add("RequestCount", "Count", more, start, increments, new double[0], new double[0]);
    }
  }

  private void add(
      String name,
      String unit,
      Map<String, String> more,
      Instant start,
      StatisticSet statistics,
      double[] values,
      double[] counts) {
    Map<String, String> dimensions =
        new HashMap<>(Map.of("Endpoint", ENDPOINT, "Environment", "production"));
    dimensions.putAll(more);
    datums.add(
        new ReceivedDatum(
            new MetricKey(NAMESPACE, name, unit, dimensions),
            start.toEpochMilli(),
            60,
            statistics,
            Arrays.copyOf(values, values.length),
            counts));
  }

  List<ReceivedDatum> datums() {
    return datums;
  }
}
