package io.sidestat.client.servlet;

import io.sidestat.client.HttpMetrics;
import io.sidestat.client.SidestatClient;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records each request of an application on {@code jakarta.servlet} into {@link HttpMetrics}: how
 * long it took until it was complete, asynchronous ones too, and its final status.
 *
 * <p>The endpoint is a route's template, never the path. It is the first of these that there is:
 *
 * <ol>
 *   <li>the request attribute {@link #ENDPOINT_ATTRIBUTE}, if the application set it;
 *   <li>the template that Spring MVC matched, such as {@code /users/{id}};
 *   <li>the pattern that chose the servlet, such as {@code /reports/*} or {@code /};
 *   <li>{@code unmatched}.
 * </ol>
 *
 * <p>A 404 of what matches everything ({@code /}, {@code /*}, {@code /**}) is {@code unmatched}
 * too.
 *
 * <p>The status is 500 if the chain throws before the response is committed; what it threw goes on
 * to the container as it is. A request is recorded once, whatever it is forwarded or dispatched to.
 * Time that the container spends on an error page afterwards is not in it.
 *
 * <p>Register it for all paths, with support for asynchronous requests, before other filters.
 * Thread-safe.
 */
public final class JakartaMetricsFilter implements Filter {

  /**
   * The request attribute in which an application may name a request's endpoint, where no framework
   * does: the template of a route, a {@code String}.
   */
  public static final String ENDPOINT_ATTRIBUTE = MeasuredRequest.ENDPOINT_ATTRIBUTE;

  private final HttpMetrics metrics;
  private final @Nullable SidestatClient ownClient;

  /**
   * Makes a filter with a client of its own, as {@code web.xml} needs it: host and port are those
   * in the environment ({@code STATSD_HOST}, {@code STATSD_PORT}), or else 127.0.0.1 and 8125. The
   * client is closed when the filter is destroyed.
   */
  public JakartaMetricsFilter() {
    ownClient = SidestatClient.builder().build();
    metrics = HttpMetrics.of(ownClient);
  }

  /**
   * Makes a filter.
   *
   * @param metrics where requests are recorded; its client stays the application's to close
   */
  public JakartaMetricsFilter(HttpMetrics metrics) {
    this.metrics = Objects.requireNonNull(metrics, "metrics");
    ownClient = null;
  }

  /** Does nothing. */
  @Override
  public void init(FilterConfig config) {}

  /** Closes the client, if it is the filter's own. */
  @Override
  public void destroy() {
    if (ownClient != null) {
      ownClient.close();
    }
  }

  /**
   * Passes the request on, unchanged, and records it at its end.
   *
   * @throws IOException what the chain threw
   * @throws ServletException what the chain threw
   */
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    MeasuredRequest measured = begin(request, response);
    if (measured == null) {
      chain.doFilter(request, response);
      return;
    }
    boolean returned = false;
    try {
      chain.doFilter(request, response);
      returned = true;
    } finally {
      leave(measured, (HttpServletRequest) request, (HttpServletResponse) response, returned);
    }
  }

  private @Nullable MeasuredRequest begin(ServletRequest request, ServletResponse response) {
    try {
      if (request instanceof HttpServletRequest
          && response instanceof HttpServletResponse
          && request.getAttribute(MeasuredRequest.ATTRIBUTE) == null) {
        MeasuredRequest measured = new MeasuredRequest(metrics);
        request.setAttribute(MeasuredRequest.ATTRIBUTE, measured);
        return measured;
      }
    } catch (Throwable ignored) {
      // Then it is not measured: a request is worth more than its metrics.
      return null;
    }
    return null;
  }

  private static void leave(
      MeasuredRequest measured,
      HttpServletRequest request,
      HttpServletResponse response,
      boolean returned) {
    int status = MeasuredRequest.STATUS_UNKNOWN;
    try {
      status =
          returned || response.isCommitted()
              ? response.getStatus()
              : MeasuredRequest.STATUS_OF_EXCEPTION;
      measured.routed(
          request.getAttribute(ENDPOINT_ATTRIBUTE),
          request.getAttribute(MeasuredRequest.SPRING_ATTRIBUTE),
          pattern(request));
      if (returned && request.isAsyncStarted()) {
        request.getAsyncContext().addListener(new AsyncEnd(measured, response));
        return;
      }
    } catch (Throwable ignored) {
      // It ends here and now, with what is known of it.
    }
    measured.end(status);
  }

  private static @Nullable String pattern(HttpServletRequest request) {
    HttpServletMapping mapping = request.getHttpServletMapping();
    // The interface's default, of requests that know nothing of it, is a mapping by nothing.
    return mapping == null || mapping.getMappingMatch() == null ? null : mapping.getPattern();
  }

  /** Ends an asynchronous request when its last cycle is complete, be it by an error. */
  private static final class AsyncEnd implements AsyncListener {

    private final MeasuredRequest measured;
    private final HttpServletResponse response;

    AsyncEnd(MeasuredRequest measured, HttpServletResponse response) {
      this.measured = measured;
      this.response = response;
    }

    @Override
    public void onComplete(AsyncEvent event) {
      int status = MeasuredRequest.STATUS_UNKNOWN;
      try {
        status = response.getStatus();
      } catch (Throwable ignored) {
        // Recorded without.
      }
      measured.end(status);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      try {
        // A new cycle begins without the listeners of the one before.
        event.getAsyncContext().addListener(this);
      } catch (Throwable ignored) {
        measured.end(MeasuredRequest.STATUS_UNKNOWN);
      }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // Completion follows, with the status that the application or the container gave it.
    }

    @Override
    public void onError(AsyncEvent event) {
      // Completion follows, with the status that the application or the container gave it.
    }
  }
}
