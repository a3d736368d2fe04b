package io.sidestat.collector.cli.live;

import java.util.List;

/**
 * An endpoint with objectives, and what of it is kept second by second. Immutable.
 *
 * @param service as the file of objectives calls it
 * @param latency its response times
 * @param requests its requests by StatusCode
 */
public record LiveEndpoint(
    String service,
    String environment,
    String endpoint,
    LiveKey latency,
    LiveKey requests,
    List<LiveObjective> objectives) {
  public LiveEndpoint {
    objectives = List.copyOf(objectives);
  }
}
