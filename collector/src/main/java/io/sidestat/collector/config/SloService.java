package io.sidestat.collector.config;

import io.sidestat.collector.model.Unit;
import java.util.List;
import java.util.Optional;

/**
 * A service, where its metrics are, and what is promised of it. Immutable.
 *
 * @param namespace of its metrics; empty: the collector's
 * @param environment the value of the dimension Environment
 * @param endpoints values of the dimension Endpoint; the objectives are for each of them
 * @param latencyMetric a timer, by Endpoint and Environment
 * @param latencyUnit the unit that it is published in: seconds, milliseconds or microseconds
 * @param requestsMetric a counter, by Endpoint, StatusCode and Environment
 * @param objectives at least one
 */
public record SloService(
    String name,
    Optional<String> namespace,
    String environment,
    List<String> endpoints,
    String latencyMetric,
    Unit latencyUnit,
    String requestsMetric,
    List<SloObjective> objectives) {
  public SloService {
    endpoints = List.copyOf(endpoints);
    objectives = List.copyOf(objectives);
  }
}
