package example;

import io.sidestat.client.HttpMetrics;
import io.sidestat.client.SidestatClient;
import io.sidestat.client.servlet.JakartaMetricsFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;

/** A servlet on Jetty, measured by a filter before it. */
public final class App {
  /** Says hello, and fails for whoever is called {@code nobody}. */
  public static final class Hello extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      String name = request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
      if (name.equals("nobody")) {
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      } else {
        response.getWriter().println("hello " + name);
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    SidestatClient client = SidestatClient.builder().closeAtExit(true).build();
    FilterHolder filter = new FilterHolder(new JakartaMetricsFilter(HttpMetrics.of(client)));
    filter.setAsyncSupported(true);

    ServletContextHandler context = new ServletContextHandler();
    context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
    context.addServlet(Hello.class, "/hello/*");
    Server server = new Server(Integer.parseInt(System.getenv().getOrDefault("PORT", "8080")));
    server.setHandler(context);
    server.start();
    server.join();
  }

  private App() {}
}
