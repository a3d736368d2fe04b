package io.sidestat.client.servlet;

import io.sidestat.client.HttpMetrics;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way through the application, kept in its attributes; knows neither servlet API.
 * Thread-safe: an asynchronous request may end on another thread than it began on.
 */
final class MeasuredRequest {

  /**
   * Holds this object. Who finds one is inside a request that is measured already: a forward, an
   * asynchronous or an error dispatch, or a filter that was registered twice.
   */
  static final String ATTRIBUTE = MeasuredRequest.class.getName();

  /** Where an application names the endpoint itself. */
  static final String ENDPOINT_ATTRIBUTE = "io.sidestat.endpoint";

  /** Where Spring MVC leaves the template of the route that it matched, of functional ones too. */
  static final String SPRING_ATTRIBUTE =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  /** The endpoint of requests that took no route. */
  static final String UNMATCHED = "unmatched";

  /** In place of a status that could not be read; counted as invalid. */
  static final int STATUS_UNKNOWN = 0;

  /** What the container answers for an exception. */
  static final int STATUS_OF_EXCEPTION = 500;

  private static final int NOT_FOUND = 404;

  private final HttpMetrics metrics;
  private final long startNanos = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile @Nullable String route;

  MeasuredRequest(HttpMetrics metrics) {
    this.metrics = metrics;
  }

  /**
   * Tells what is known of the route, when the request first leaves the application's code. Later
   * is too late: an error dispatch brings the route of the error page.
   *
   * @param named the {@link #ENDPOINT_ATTRIBUTE}
   * @param spring the {@link #SPRING_ATTRIBUTE}
   * @param mapping the pattern by which the container chose the servlet; null if unknown
   */
  void routed(@Nullable Object named, @Nullable Object spring, @Nullable String mapping) {
    if (isText(named)) {
      route = (String) named;
    } else if (isText(spring)) {
      route = (String) spring;
    } else if (mapping != null) {
      // The empty pattern is the one that matches the application's root alone.
      route = mapping.isEmpty() ? "/" : mapping;
    }
  }

  /** Records the request, the first time this is called. Never throws. */
  void end(int status) {
    try {
      if (ended.compareAndSet(false, true)) {
        metrics.recordNanos(endpoint(status), status, System.nanoTime() - startNanos);
      }
    } catch (Throwable ignored) {
      // Memory may have run out, and the request may be ending with an exception of its own.
      return;
    }
  }

  private String endpoint(int status) {
    String known = route;
    return known == null || (status == NOT_FOUND && matchesAll(known)) ? UNMATCHED : known;
  }

  /** Whether it is what the default servlet, or Spring's for static resources, is mapped to. */
  private static boolean matchesAll(String route) {
    return route.equals("/") || route.equals("/*") || route.equals("/**");
  }

  private static boolean isText(@Nullable Object attribute) {
    return attribute instanceof String && !((String) attribute).trim().isEmpty();
  }
}
