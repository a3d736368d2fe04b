package io.sidestat.collector.cli;

import io.sidestat.client.Counter;
import io.sidestat.client.SidestatClient;
import io.sidestat.client.Timer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What an HTTP service with three endpoints would send: for each request its latency, a count under
 * its status class, and an error if it was one. Latencies are log-normal with a slow tail. Keeps
 * the exact truth of all it sent. Not thread-safe.
 */
final class DemoTraffic {
  /** Of the log-normal latencies. */
  private static final double SIGMA = 0.5;

  private static final double SLOW_SHARE = 0.01;
  private static final double SLOW_FACTOR = 6;
  private static final double NOT_FOUND_SHARE = 0.01;

  private final SplittableRandom random;
  private final List<Endpoint> endpoints = new ArrayList<>();

  /** What was sent for one endpoint. */
  static final class Endpoint {
    private final String path;
    private final double medianMillis;
    private final double errorShare;
    private final Timer responseTime;
    private final Map<String, Counter> requests = new LinkedHashMap<>();
    private final Map<String, Long> requestCounts = new LinkedHashMap<>();
    private final Counter errors;
    private long[] latencyNanos = new long[1024];
    private int count;

    private Endpoint(SidestatClient client, String path, double medianMillis, double errorShare) {
      this.path = path;
      this.medianMillis = medianMillis;
      this.errorShare = errorShare;
      this.responseTime = client.timer("ResponseTime", "Endpoint", path);
      this.errors = client.counter("ErrorCount", "Endpoint", path);
      for (String statusClass : List.of("2xx", "4xx", "5xx")) {
        requests.put(
            statusClass,
            client.counter("RequestCount", "Endpoint", path, "StatusCode", statusClass));
      }
    }

    String path() {
      return path;
    }

    long requests() {
      return count;
    }

    long requests(String statusClass) {
      return requestCounts.getOrDefault(statusClass, 0L);
    }

    /** The exact percentile in milliseconds, by nearest rank. */
    double percentileMillis(double percent) {
      long[] sorted = Arrays.copyOf(latencyNanos, count);
      Arrays.sort(sorted);
      int rank = (int) Math.ceil(percent / 100 * count);
      return sorted[Math.max(0, rank - 1)] / 1e6;
    }

    private void request(SplittableRandom random) {
      double slow = random.nextDouble() < SLOW_SHARE ? SLOW_FACTOR : 1;
      double millis = medianMillis * Math.exp(SIGMA * random.nextGaussian()) * slow;
      long nanos = (long) (millis * 1e6);
      responseTime.recordNanos(nanos);
      if (count == latencyNanos.length) {
        latencyNanos = Arrays.copyOf(latencyNanos, count * 2);
      }
      latencyNanos[count++] = nanos;
      count(statusClass(random.nextDouble()));
    }

    private String statusClass(double draw) {
      if (draw < errorShare) {
        return "5xx";
      }
      return draw < errorShare + NOT_FOUND_SHARE ? "4xx" : "2xx";
    }

    @SuppressWarnings("NullAway") // Every status class has its counter.
    private void count(String statusClass) {
      requests.get(statusClass).increment();
      requestCounts.merge(statusClass, 1L, Long::sum);
      if (statusClass.equals("5xx")) {
        errors.increment();
      }
    }
  }

  DemoTraffic(SidestatClient client, long seed) {
    this.random = new SplittableRandom(seed);
    endpoints.add(new Endpoint(client, "/api/ai/recommendations", 120, 0.004));
    endpoints.add(new Endpoint(client, "/api/ai/documents/analyze", 450, 0.008));
    endpoints.add(new Endpoint(client, "/api/ai/reports/generate", 900, 0.015));
  }

  List<Endpoint> endpoints() {
    return endpoints;
  }

  /** Simulates that many requests, spread evenly over the endpoints. */
  void requests(int number) {
    for (int i = 0; i < number; i++) {
      endpoints.get(random.nextInt(endpoints.size())).request(random);
    }
  }

  long requestCount() {
    return endpoints.stream().mapToLong(Endpoint::requests).sum();
  }
}
