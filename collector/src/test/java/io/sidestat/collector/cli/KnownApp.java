package io.sidestat.collector.cli;

import io.sidestat.client.SidestatClient;
import io.sidestat.client.Timer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An app with the example's three metrics, over the real client, whose every request is known: of
 * 100 requests so many are slow and so many fail, as told.
 */
final class KnownApp {
  private final SidestatClient client;
  private final SplittableRandom random = new SplittableRandom(7);
  private final Map<String, Served> served = new LinkedHashMap<>();

  KnownApp(SidestatClient client) {
    this.client = client;
  }

  /** What was served of an endpoint. */
  static final class Served {
    private final double[] latencies;
    private int count;
    private final Map<String, Integer> byClass = new LinkedHashMap<>();

    Served(int requests) {
      latencies = new double[requests];
    }

    int requests() {
      return count;
    }

    int requests(String statusClass) {
      return byClass.getOrDefault(statusClass, 0);
    }

    /** By nearest rank. */
    double percentileMillis(double percent) {
      double[] sorted = Arrays.copyOf(latencies, count);
      Arrays.sort(sorted);
      return sorted[(int) Math.ceil(percent / 100 * count) - 1];
    }

    double availabilityPercent() {
      return 100.0 * requests("2xx") / (requests("2xx") + requests("5xx"));
    }
  }

  /** Serves that many requests, of each 100 so many slow ones, failed ones and 4xx. */
  void serve(
      String endpoint, int requests, int slowPercent, int failedPercent, int notFoundPercent) {
    Served endpointServed = new Served(requests);
    served.put(endpoint, endpointServed);
    Timer responseTime = client.timer("ResponseTime", "Endpoint", endpoint).packed();
    for (int i = 0; i < requests; i++) {
      int place = i % 100;
      double millis =
          place < slowPercent ? 800 + random.nextInt(400) : 20 + random.nextInt(2_000) / 10.0;
      String statusClass =
          place >= 100 - failedPercent
              ? "5xx"
              : place >= 100 - failedPercent - notFoundPercent ? "4xx" : "2xx";
      responseTime.recordMillis(millis);
      client.counter("RequestCount", "Endpoint", endpoint, "StatusCode", statusClass).increment();
      if (statusClass.equals("5xx")) {
        client.counter("ErrorCount", "Endpoint", endpoint).increment();
      }
      endpointServed.latencies[endpointServed.count++] = millis;
      endpointServed.byClass.merge(statusClass, 1, Integer::sum);
    }
  }

  Map<String, Served> served() {
    return served;
  }
}
