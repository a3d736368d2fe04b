package io.sidestat.client.servlet;

import io.sidestat.client.HttpMetrics;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/** Jetty for {@code jakarta.servlet}. */
final class JakartaServer implements FilteredServer {

  private final Server server =
      new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

  JakartaServer(Trace trace, @Nullable HttpMetrics metrics, int filters) throws Exception {
    ServletContextHandler context = new ServletContextHandler();
    context.setContextPath("/");
    add(context, new FilterHolder(catcher(trace)));
    for (int filter = 0; filter < filters; filter++) {
      add(
          context,
          metrics == null
              ? new FilterHolder(JakartaMetricsFilter.class)
              : new FilterHolder(new JakartaMetricsFilter(metrics)));
    }
    ServletHolder scenarios = new ServletHolder(new JakartaScenarios(trace));
    scenarios.setAsyncSupported(true);
    for (String pattern : new String[] {"/hello", "/do/*", "*.page", ""}) {
      context.addServlet(scenarios, pattern);
    }
    server.setHandler(context);
    server.start();
  }

  private static void add(ServletContextHandler context, FilterHolder filter) {
    filter.setAsyncSupported(true);
    context.addFilter(filter, "/*", EnumSet.allOf(DispatcherType.class));
  }

  /** Stands outside of the filter and sees what comes out of it. */
  private static Filter catcher(Trace trace) {
    return (request, response, chain) -> {
      try {
        chain.doFilter(request, response);
      } catch (Throwable failure) {
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
          trace.seen = failure;
        }
        throw failure;
      }
    };
  }

  @Override
  public int port() {
    return ((NetworkConnector) server.getConnectors()[0]).getLocalPort();
  }

  @Override
  public void stop() throws Exception {
    server.stop();
  }
}
