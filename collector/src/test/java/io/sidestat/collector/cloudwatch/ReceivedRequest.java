package io.sidestat.collector.cloudwatch;

import java.util.List;
import java.util.Map;

/**
 * A request that came, whatever was answered.
 *
 * @param atEpochMillis when it came, by this host's clock
 * @param headers by name in lower case
 * @param wireBytes of the body as it was sent
 * @param bodyBytes of the body before gzip
 * @param status answered; 0 if the connection was closed
 * @param datums taken; none if it was refused
 */
public record ReceivedRequest(
    long atEpochMillis,
    Map<String, String> headers,
    int wireBytes,
    int bodyBytes,
    int status,
    List<ReceivedDatum> datums) {
  public ReceivedRequest {
    headers = Map.copyOf(headers);
    datums = List.copyOf(datums);
  }
}
