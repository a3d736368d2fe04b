package io.sidestat.collector.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sidestat.collector.config.HostPort;
import io.sidestat.collector.journal.JournalKey;
import io.sidestat.collector.journal.OutboxSelection;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the collector that runs on this host how it is, or to change something. */
public final class AdminClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int ANSWER_BYTES_MAX = 1_000;

  /** Some hundred bytes for each of ten thousand series, and long names. */
  private static final int SERIES_BYTES_MAX = 16 << 20;

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
   * @throws IOException if nobody answers, the answer is not that it was done, or the journal's key
   *     may not be read
   */
  public int change(OutboxAction action, Path journal, OutboxSelection selection)
      throws IOException, InterruptedException {
    OutboxChange change = OutboxChange.of(journal.toString(), JournalKey.read(journal), selection);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://" + address + OutboxEndpoint.PREFIX + action.label()))
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(change)))
            .build();
    HttpResponse<InputStream> answer =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    String body = start(answer.body());
    if (answer.statusCode() != 200) {
      throw new IOException(body.strip());
    }
    return JSON.readTree(body).path("changed").asInt();
  }

  /**
   * Asks how the collector is. What goes wrong is part of the answer: whoever asks wants to know
   * what stands at that address.
   */
  public StatusAnswer status(Duration patience) throws InterruptedException {
    if (address.port() == 0) {
      return StatusAnswer.nobody("port 0 means any free one, which the collector's log names");
    }
    try {
      HttpResponse<byte[]> response = get(StatusAnswer.PATH, StatusAnswer.BYTES_MAX, patience);
      return StatusAnswer.of(response.statusCode(), response.body());
    } catch (TimeoutException e) {
      return StatusAnswer.silent(patience);
    } catch (ExecutionException e) {
      return StatusAnswer.of(e.getCause(), patience);
    }
  }

  /**
   * Asks for the busiest series of the interval that was written last.
   *
   * @param most so many at most
   * @return what {@code /api/v1/series} answers; a missing node if it cannot be had
   */
  public JsonNode series(int most, Duration patience) throws InterruptedException {
    try {
      HttpResponse<byte[]> response =
          get("/api/v1/series?limit=" + most, SERIES_BYTES_MAX, patience);
      return response.statusCode() == 200
          ? JSON.readTree(new String(response.body(), StandardCharsets.UTF_8))
          : MissingNode.getInstance();
    } catch (TimeoutException | ExecutionException | JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /**
   * Begins to see lines as they come.
   *
   * @param match a pattern for names
   */
  public TailAnswer beginTail(String match, Duration patience) throws InterruptedException {
    return tail("match=" + URLEncoder.encode(match, StandardCharsets.UTF_8), patience);
  }

  /** Asks for the lines that came since the last look. */
  public TailAnswer lookAtTail(String id, Duration patience) throws InterruptedException {
    return tail("id=" + URLEncoder.encode(id, StandardCharsets.UTF_8), patience);
  }

  /** Wants no more of them; that it is told so only spares the collector some work. */
  public void endTail(String id, Duration patience) throws InterruptedException {
    TailAnswer unused =
        tail("id=" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "&last=true", patience);
  }

  private TailAnswer tail(String parameters, Duration patience) throws InterruptedException {
    try {
      HttpResponse<byte[]> response =
          get(TailAnswer.PATH + "?" + parameters, TailAnswer.BYTES_MAX, patience);
      return TailAnswer.of(response.statusCode(), response.body());
    } catch (TimeoutException e) {
      return TailAnswer.without(
          TailAnswer.Kind.NOT_NOW, "no answer within " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      return TailAnswer.without(TailAnswer.Kind.NOT_NOW, String.valueOf(e.getCause()));
    }
  }

  private HttpResponse<byte[]> get(String path, int bytesMax, Duration patience)
      throws InterruptedException, ExecutionException, TimeoutException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(patience).build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, response -> new BoundedBody(bytesMax));
    try {
      // The request's own timeout ends with the head of the answer; this one with all of it.
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      answer.cancel(true);
    }
  }

  /** Whoever answers need not be a collector. */
  private static String start(InputStream body) throws IOException {
    try (body) {
      return new String(body.readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8);
    }
  }
}
