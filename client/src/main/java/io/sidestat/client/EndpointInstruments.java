package io.sidestat.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the requests of one endpoint are recorded into. Immutable and thread-safe. */
final class EndpointInstruments {

  private static final int STATUS_CLASS_MAX = 5;
  private static final int SERVER_ERRORS = 5;

  private final Timer responseTime;

  /** By status class; 1xx stands first. */
  private final List<Counter> requests;

  private final Counter errors;

  EndpointInstruments(SidestatClient client, String endpoint) {
    responseTime = client.timer("ResponseTime", "Endpoint", endpoint);
    List<Counter> made = new ArrayList<>();
    for (int statusClass = 1; statusClass <= STATUS_CLASS_MAX; statusClass++) {
      made.add(
          client.counter(
              HttpMetrics.REQUEST_COUNT, "Endpoint", endpoint, "StatusCode", statusClass + "xx"));
    }
    requests = Collections.unmodifiableList(made);
    errors = client.counter("ErrorCount", "Endpoint", endpoint);
  }

  void time(Duration duration) {
    responseTime.record(duration);
  }

  void time(long nanos) {
    responseTime.recordNanos(nanos);
  }

  /** Counts a request; false if its status has no class. */
  boolean count(int status) {
    int statusClass = status / 100;
    if (statusClass < 1 || statusClass > STATUS_CLASS_MAX) {
      return false;
    }
    requests.get(statusClass - 1).increment();
    if (statusClass == SERVER_ERRORS) {
      errors.increment();
    }
    return true;
  }
}
