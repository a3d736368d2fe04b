package io.sidestat.collector.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.config.HostPort;
import io.sidestat.collector.journal.OutboxSelection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** Asks the collector that runs on this host to change something. */
public final class AdminClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HostPort address;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /** A client of the collector that answers on that address. */
  public AdminClient(HostPort address) {
    this.address = address;
  }

  /**
   * Has requests of the outbox changed.
   *
   * @return how many were
   * @throws IOException if nobody answers, or the answer is not that it was done
   */
  public int change(OutboxAction action, Path journal, OutboxSelection selection)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://" + address + OutboxEndpoint.PREFIX + action.label()))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JSON.writeValueAsString(OutboxChange.of(journal.toString(), selection))))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(answer.body().strip());
    }
    return JSON.readTree(answer.body()).path("changed").asInt();
  }
}
