package io.sidestat.collector.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP server: {@code GET /healthz} answers 200 "ok", or 503 and what is wrong; {@code GET
 * /api/v1/status} a {@link StatusReport} as JSON; {@code POST} is for an {@link OutboxEndpoint}.
 *
 * <p>A request must name this host by its address or as localhost, so that no web page can reach it
 * under a name of its own (DNS rebinding). What changes something must be sent as JSON and by no
 * page: a browser names the page's origin, and asks before it sends JSON, which is not answered.
 */
public final class AdminServer implements AutoCloseable {
  /** Answers the status; may take a moment, and fail while the collector is stopping. */
  public interface StatusSource {
    /** The status now. */
    StatusReport status() throws Exception;
  }

  /** A client that sends half a request, or does not read, holds one of them until time is up. */
  private static final int THREADS = 4;

  /**
   * The JDK's server has no other way to bound how long a request may take to come and an answer to
   * be fetched, and how many connections there are. Its own bounds on a request's head are 380 KB
   * and 200 headers.
   */
  private static final Map<String, String> LIMITS =
      Map.of(
          "sun.net.httpserver.maxReqTime", "5",
          "sun.net.httpserver.maxRspTime", "10",
          "jdk.httpserver.maxConnections", "64");

  private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
  private static final int CONNECTIONS_WAITING_MAX = 16;
  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final ObjectMapper json = AsciiJson.mapper().enable(SerializationFeature.INDENT_OUTPUT);
  private final HttpServer server;
  private final ExecutorService executor =
      Executors.newFixedThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "sidestat-admin");
            thread.setDaemon(true);
            return thread;
          });
  private final StatusSource source;
  private final Supplier<Optional<String>> problem;
  private final OutboxEndpoint outbox;

  private AdminServer(
      HttpServer server,
      StatusSource source,
      Supplier<Optional<String>> problem,
      OutboxEndpoint outbox) {
    this.server = server;
    this.source = source;
    this.problem = problem;
    this.outbox = outbox;
    server.setExecutor(executor);
    server.createContext("/", this::handle);
  }

  /**
   * Starts to answer on that address.
   *
   * @param problem why the collector is not well; empty if it is
   * @throws IOException if it cannot be bound
   */
  public static AdminServer start(
      InetSocketAddress address,
      StatusSource source,
      Supplier<Optional<String>> problem,
      OutboxEndpoint outbox)
      throws IOException {
    LIMITS.forEach(System::setProperty);
    AdminServer admin =
        new AdminServer(
            HttpServer.create(address, CONNECTIONS_WAITING_MAX), source, problem, outbox);
    admin.server.start();
    return admin;
  }

  /** The address bound, with the real port if 0 was asked for. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!namesThisHost(exchange)) {
        answer(exchange, 403, "text/plain", "ask for this host by its address or as localhost\n");
      } else {
        String path = exchange.getRequestURI().getPath();
        switch (exchange.getRequestMethod()) {
          case "GET" -> get(exchange, path);
          case "POST" -> post(exchange, path);
          default -> answer(exchange, 405, "text/plain", "only GET and POST\n");
        }
      }
    }
  }

  private void post(HttpExchange exchange, String path) throws IOException {
    if (!path.startsWith(OutboxEndpoint.PREFIX)) {
      answer(exchange, 405, "text/plain", "only GET\n");
      return;
    }
    Headers headers = exchange.getRequestHeaders();
    if (headers.containsKey("Origin")
        || !"application/json".equals(headers.getFirst("Content-Type"))) {
      answer(exchange, 403, "text/plain", "changes are taken as JSON, and from no web page\n");
      return;
    }
    OutboxEndpoint.Reply reply =
        outbox.handle(path.substring(OutboxEndpoint.PREFIX.length()), exchange.getRequestBody());
    String type = reply.status() == 200 ? "application/json" : "text/plain";
    answer(exchange, reply.status(), type, reply.body());
  }

  private void get(HttpExchange exchange, String path) throws IOException {
    switch (path) {
      case "/healthz" -> health(exchange);
      case "/api/v1/status" -> status(exchange);
      default -> answer(exchange, 404, "text/plain", "there are /healthz and /api/v1/status\n");
    }
  }

  private void health(HttpExchange exchange) throws IOException {
    Optional<String> found = problem.get();
    answer(exchange, found.isEmpty() ? 200 : 503, "text/plain", found.orElse("ok") + "\n");
  }

  private void status(HttpExchange exchange) throws IOException {
    String body;
    try {
      body = json.writeValueAsString(source.status()) + "\n";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer(exchange, 503, "text/plain", "the collector is stopping\n");
      return;
    } catch (IllegalStateException e) {
      answer(exchange, 503, "text/plain", "the collector is starting\n");
      return;
    } catch (Exception e) {
      log.warn("status cannot be told: {}", e.toString());
      answer(exchange, 503, "text/plain", "the collector cannot tell its status now\n");
      return;
    }
    answer(exchange, 200, "application/json", body);
  }

  private boolean namesThisHost(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    if (host == null) {
      return false;
    }
    String name = host.replaceFirst(":\\d+$", "");
    InetAddress bound = address().getAddress();
    return LOCAL_NAMES.contains(name)
        || name.equals(bound.getHostAddress())
        || name.equals(exchange.getLocalAddress().getAddress().getHostAddress());
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
