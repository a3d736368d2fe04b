package io.sidestat.client;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of an HTTP server, from which latency percentiles, traffic and availability are
 * computed. One call for each request sends
 *
 * <pre>{@code
 * ResponseTime:12.345678|ms|#Endpoint:/api/x          milliseconds, exact to the nanosecond
 * RequestCount:1|c|#Endpoint:/api/x,StatusCode:5xx    the class of the status: 1xx to 5xx
 * ErrorCount:1|c|#Endpoint:/api/x                     if the status is a 5xx
 * }</pre>
 *
 * <p>with the client's prefix and constant tags, if it has any. Make one, keep it, and record each
 * request at its end; {@code io.sidestat.client.servlet} has filters that do so.
 *
 * <pre>{@code
 * HttpMetrics metrics = HttpMetrics.of(client);
 * metrics.recordNanos("/users/{id}", 200, System.nanoTime() - startNanos);
 * }</pre>
 *
 * <p>An endpoint is a route's template, never the path of a request: each endpoint is several
 * metrics, and each of those is paid for. Should paths come all the same, only so many endpoints
 * are kept ({@value #ENDPOINTS_MAX_DEFAULT} by default). Requests to further ones, and to ones of
 * more than 1,024 characters, which CloudWatch does not take, are recorded as endpoint {@code
 * __other__}: no request is lost, and the error handler is told.
 *
 * <p>Threading: thread-safe. Recording a request to an endpoint that was seen before takes no lock
 * here and, but for {@code Duration}s made by the caller, allocates nothing.
 *
 * <p>Errors: recording never throws. What of a request can not be sent is dropped, counted as
 * {@link DropReason#INVALID} and told to the client's error handler; the rest of it is sent. So of
 * a request without a usable time only the time is missing, and of one whose status is none (not
 * 100 to 599) only the counts. A request whose endpoint is null or blank is one dropped sample.
 */
public final class HttpMetrics {

  /** So many endpoints are kept unless the application says otherwise. */
  public static final int ENDPOINTS_MAX_DEFAULT = 500;

  static final String REQUEST_COUNT = "RequestCount";

  /** Each holds its name in up to seven lines, so that memory stays far below a gigabyte. */
  private static final int ENDPOINTS_LIMIT = 100_000;

  /** The most characters of a dimension's value (CloudWatch API reference, read 2026-11-23). */
  private static final int ENDPOINT_CHARS_MAX = 1_024;

  /** What the collector, too, calls those that there is no room for. */
  private static final String OTHER = "__other__";

  private final SidestatClient client;
  private final int endpointsMax;
  private final ConcurrentHashMap<String, EndpointInstruments> kept = new ConcurrentHashMap<>();
  private final EndpointInstruments other;
  private final AtomicBoolean foldedOne = new AtomicBoolean();

  /** Endpoints kept; written under the lock of the map of them. */
  private volatile int keptCount;

  private HttpMetrics(SidestatClient client, int endpointsMax) {
    this.client = client;
    this.endpointsMax = endpointsMax;
    other = new EndpointInstruments(client, OTHER);
    kept.put(OTHER, other);
  }

  /**
   * Makes the metrics of a server that has up to {@value #ENDPOINTS_MAX_DEFAULT} endpoints.
   *
   * @param client sends the lines; stays the application's to close
   * @return metrics that know no endpoint yet, also if others were made of the same client
   */
  public static HttpMetrics of(SidestatClient client) {
    return of(client, ENDPOINTS_MAX_DEFAULT);
  }

  /**
   * Makes the metrics of a server.
   *
   * @param client sends the lines; stays the application's to close
   * @param endpointsMax how many different endpoints are kept, 1 to 100000; a number out of range
   *     is told to the error handler, and {@value #ENDPOINTS_MAX_DEFAULT} holds
   * @return metrics that know no endpoint yet, also if others were made of the same client
   */
  public static HttpMetrics of(SidestatClient client, int endpointsMax) {
    Objects.requireNonNull(client, "client");
    if (endpointsMax >= 1 && endpointsMax <= ENDPOINTS_LIMIT) {
      return new HttpMetrics(client, endpointsMax);
    }
    client
        .intake()
        .reportInvalid(
            "endpointsMax is out of range: found="
                + endpointsMax
                + ", expected=1 to "
                + ENDPOINTS_LIMIT
                + "; using "
                + ENDPOINTS_MAX_DEFAULT);
    return new HttpMetrics(client, ENDPOINTS_MAX_DEFAULT);
  }

  /**
   * Records a request.
   *
   * @param endpoint the template of the route that it took
   * @param status the status of its response, 100 to 599
   * @param duration how long it took, 0 or more
   */
  public void record(String endpoint, int status, Duration duration) {
    EndpointInstruments instruments = instruments(endpoint);
    if (instruments != null) {
      instruments.time(duration);
      count(instruments, endpoint, status);
    }
  }

  /**
   * Records a request.
   *
   * @param endpoint the template of the route that it took
   * @param status the status of its response, 100 to 599
   * @param nanos how long it took in nanoseconds, 0 or more
   */
  public void recordNanos(String endpoint, int status, long nanos) {
    EndpointInstruments instruments = instruments(endpoint);
    if (instruments != null) {
      instruments.time(nanos);
      count(instruments, endpoint, status);
    }
  }

  private void count(EndpointInstruments instruments, String endpoint, int status) {
    if (!instruments.count(status)) {
      refuse("|c|#Endpoint:" + endpoint, "a status of 100 to 599", status);
    }
  }

  /** Where a request to this endpoint belongs; null, and it is refused, if there is no endpoint. */
  private @Nullable EndpointInstruments instruments(String endpoint) {
    if (endpoint == null) {
      refuse("|c", "an endpoint", null);
      return null;
    }
    EndpointInstruments known = kept.get(endpoint);
    return known != null ? known : instrumentsOfNew(endpoint);
  }

  private @Nullable EndpointInstruments instrumentsOfNew(String endpoint) {
    if (endpoint.trim().isEmpty()) {
      refuse("|c", "an endpoint", endpoint);
      return null;
    }
    if (endpoint.length() > ENDPOINT_CHARS_MAX) {
      return folded(endpoint);
    }
    if (keptCount < endpointsMax) {
      synchronized (kept) {
        if (keptCount < endpointsMax && !kept.containsKey(endpoint)) {
          kept.put(endpoint, new EndpointInstruments(client, endpoint));
          keptCount++;
        }
      }
    }
    // Also when there is no room: another thread may have added it since it was looked for.
    EndpointInstruments found = kept.get(endpoint);
    return found == null ? folded(endpoint) : found;
  }

  private EndpointInstruments folded(String endpoint) {
    if (!foldedOne.get() && foldedOne.compareAndSet(false, true)) {
      String reason =
          endpoint.length() > ENDPOINT_CHARS_MAX
              ? "it is too long: characters=" + endpoint.length() + ", most=" + ENDPOINT_CHARS_MAX
              : "there are too many: most=" + endpointsMax + ", endpoint=" + endpoint;
      client
          .intake()
          .reportFolded(
              "requests to an endpoint are recorded as "
                  + OTHER
                  + ", "
                  + reason
                  + ". Record templates of routes, not paths of requests; if they are templates,"
                  + " raise endpointsMax.");
    }
    return other;
  }

  private void refuse(String tail, String expected, @Nullable Object found) {
    client.intake().refuse(Series.unordered(REQUEST_COUNT + ":", tail), expected, found);
  }
}
