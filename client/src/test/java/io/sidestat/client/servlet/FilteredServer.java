package io.sidestat.client.servlet;

import io.sidestat.client.HttpMetrics;
import org.jspecify.annotations.Nullable;

/** A server on the loopback address with the filter in front of the application of the tests. */
interface FilteredServer {

  /** Makes one and starts it. */
  @FunctionalInterface
  interface Maker {
    /**
     * The filter is registered for every kind of dispatch.
     *
     * @param metrics for the filter; null lets the container make one, as web.xml does
     * @param filters how many filters stand in a row
     */
    FilteredServer start(Trace trace, @Nullable HttpMetrics metrics, int filters) throws Exception;
  }

  int port();

  void stop() throws Exception;
}
