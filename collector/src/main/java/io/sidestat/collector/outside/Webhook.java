package io.sidestat.collector.outside;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An address that takes messages as JSON by POST. The address is a secret, as whoever knows it can
 * post: it is in no message and no log.
 *
 * <p>{@value #ATTEMPTS_MAX} attempts of 10 s each at most, the pauses between them 1 and 2 s or
 * what the other side asks for, at most 10 s. Redirects are not followed.
 */
public final class Webhook {
  static final int ATTEMPTS_MAX = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration PAUSE_FIRST = Duration.ofSeconds(1);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(10);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private final URI address;
  private final Duration timeout;
  private final Duration pauseFirst;
  private final HttpClient http;

  private Webhook(URI address, Duration timeout, Duration pauseFirst) {
    this.address = address;
    this.timeout = timeout;
    this.pauseFirst = pauseFirst;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * A webhook of that address.
   *
   * @throws WebhookException if it is no http or https address
   */
  public static Webhook of(String address) throws WebhookException {
    return of(address, TIMEOUT, PAUSE_FIRST);
  }

  /** With less patience, for tests. */
  static Webhook of(String address, Duration timeout, Duration pauseFirst) throws WebhookException {
    try {
      URI uri = new URI(address.strip());
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      if (uri.getHost() != null && (scheme.equals("https") || scheme.equals("http"))) {
        return new Webhook(uri, timeout, pauseFirst);
      }
    } catch (URISyntaxException e) {
      // Its message has the address.
    }
    throw new WebhookException("the webhook's address is not an http or https address");
  }

  /** The host that messages go to, which is no secret. */
  public String host() {
    return address.getHost();
  }

  /**
   * Posts a message and returns when it was taken.
   *
   * @param json the message
   * @throws WebhookException if it was not
   */
  public void post(String json) throws WebhookException, InterruptedException {
    Duration pause = pauseFirst;
    for (int attempt = 1; ; attempt++) {
      Failure failure = attempt(json);
      if (failure == null) {
        return;
      }
      if (!failure.passing() || attempt == ATTEMPTS_MAX) {
        throw new WebhookException(
            "%s after %d attempt%s".formatted(failure.words(), attempt, attempt == 1 ? "" : "s"));
      }
      Duration asked = failure.retryAfter();
      Thread.sleep((asked.isZero() ? pause : asked).toMillis());
      pause = pause.multipliedBy(2);
    }
  }

  private record Failure(String words, boolean passing, Duration retryAfter) {}

  private @Nullable Failure attempt(String json) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("User-Agent", "sidestat")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    try {
      HttpResponse<Void> answer = http.send(request, HttpResponse.BodyHandlers.discarding());
      int status = answer.statusCode();
      if (status / 100 == 2) {
        return null;
      }
      return new Failure(
          host() + " answered HTTP " + status,
          status == TOO_MANY_REQUESTS || status >= SERVER_ERROR,
          retryAfter(answer));
    } catch (IOException e) {
      return new Failure(
          host() + " does not answer (" + e.getClass().getSimpleName() + ")", true, Duration.ZERO);
    }
  }

  private static Duration retryAfter(HttpResponse<?> answer) {
    String seconds = answer.headers().firstValue("Retry-After").orElse("");
    if (!seconds.matches("\\d{1,4}(\\.\\d{1,3})?")) {
      return Duration.ZERO;
    }
    Duration asked = Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1000));
    return asked.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : asked;
  }
}
