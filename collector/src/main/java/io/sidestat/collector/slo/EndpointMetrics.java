package io.sidestat.collector.slo;

import io.sidestat.collector.config.SloService;
import io.sidestat.collector.model.MetricId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The metrics that an endpoint's objectives are measured by, each under the exact dimensions that
 * CloudWatch has it under. Immutable.
 *
 * @param latency a timer
 * @param traffic a counter of all requests
 * @param requestsByClass counters of requests by status class, such as {@code 2xx}
 */
public record EndpointMetrics(
    SloService service,
    String endpoint,
    MetricId latency,
    MetricId traffic,
    Map<String, MetricId> requestsByClass) {
  public EndpointMetrics {
    requestsByClass = Collections.unmodifiableMap(new LinkedHashMap<>(requestsByClass));
  }

  /** Its objectives, in the file's order. */
  Stream<Indicator> indicators() {
    return service.objectives().stream().map(objective -> new Indicator(this, objective));
  }

  /**
   * The counters of these status classes, in their order.
   *
   * @throws IllegalArgumentException if no objective speaks of one
   */
  public List<MetricId> requests(List<String> statusClasses) {
    return statusClasses.stream()
        .map(
            statusClass -> {
              MetricId id = requestsByClass.get(statusClass);
              if (id == null) {
                throw new IllegalArgumentException("no such status class: " + statusClass);
              }
              return id;
            })
        .toList();
  }
}
