package io.sidestat.collector.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sidestat.collector.model.Untrusted;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP server: {@code GET} is for {@link AdminResource}s by their path, {@code POST} for an
 * {@link OutboxEndpoint}.
 *
 * <p>A request must name this host by its address or as localhost, so that no web page can reach it
 * under a name of its own (DNS rebinding), and a browser's must not come from another site. What
 * changes something must be sent as JSON and by no page: a browser names the page's origin, and
 * asks before it sends JSON, which is not answered.
 */
public final class AdminServer implements AutoCloseable {
  /** The JDK's name for the thread that takes connections, and starts those that answer. */
  public static final String ACCEPTING_THREAD = "HTTP-Dispatcher";

  /** The name of those that answer. */
  public static final String ANSWERING_THREAD = "sidestat-admin";

  /**
   * So many clients at a time; one more is closed. A client that sends half a request, or does not
   * read, holds a thread until time is up, so there are as many threads: none can keep another from
   * being answered. They end when they are idle.
   */
  private static final int CONNECTIONS_MAX = 64;

  private static final long IDLE_THREAD_SECONDS = 30;
  private static final long CLOSE_MILLIS_MAX = 500;

  /**
   * The JDK's server has no other way to bound how long a request may take to come, an answer to be
   * fetched and a connection to do nothing, how many connections there are, and how long a
   * request's head may be (JDKs before 17.0.13 know no such bound).
   */
  private static final Map<String, String> LIMITS =
      Map.of(
          "sun.net.httpserver.maxReqTime", "5",
          "sun.net.httpserver.maxRspTime", "10",
          "sun.net.httpserver.idleInterval", "10",
          "sun.net.httpserver.maxIdleConnections", "16",
          "sun.net.httpserver.clockTick", "1000",
          "sun.net.httpserver.maxReqHeaderSize", "16384",
          "jdk.httpserver.maxConnections", Integer.toString(CONNECTIONS_MAX));

  /** The JDK's server keeps, with each connection, a buffer of twice the longest piece written. */
  private static final int PIECE_BYTES = 4_096;

  private static final String AGAIN_SECONDS = "1";
  private static final Logger log = LoggerFactory.getLogger(AdminServer.class);
  private static final int CONNECTIONS_WAITING_MAX = 16;

  /** A page of ours, or the user's own typing. */
  private static final Set<String> SAME_SITE = Set.of("same-origin", "none");

  /**
   * What a browser may do with an answer: run our own scripts alone, and send nothing elsewhere.
   */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final HttpServer server;
  private final ExecutorService executor =
      new ThreadPoolExecutor(
          0,
          CONNECTIONS_MAX,
          IDLE_THREAD_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread thread = new Thread(task, ANSWERING_THREAD);
            thread.setDaemon(true);
            return thread;
          });
  private final AnswerRoom room = new AnswerRoom();
  private final Map<String, AdminResource> resources;
  private final OutboxEndpoint outbox;

  private AdminServer(
      HttpServer server, Map<String, AdminResource> resources, OutboxEndpoint outbox) {
    this.server = server;
    this.resources = Map.copyOf(resources);
    this.outbox = outbox;
    server.setExecutor(executor);
    server.createContext("/", this::handle);
  }

  /**
   * Starts to answer on that address.
   *
   * @param resources by their paths
   * @throws IOException if it cannot be bound
   */
  public static AdminServer start(
      InetSocketAddress address, Map<String, AdminResource> resources, OutboxEndpoint outbox)
      throws IOException {
    LIMITS.forEach(System::setProperty);
    AdminServer admin =
        new AdminServer(HttpServer.create(address, CONNECTIONS_WAITING_MAX), resources, outbox);
    admin.server.start();
    return admin;
  }

  /** The address bound, with the real port if 0 was asked for. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      AdminReply reply = reply(exchange);
      if (room.enter(reply)) {
        try {
          answer(exchange, reply);
        } finally {
          room.leave(reply);
        }
      } else {
        answer(
            exchange,
            AdminReply.text(
                503, "the collector is sending other long answers; ask again in a second\n"));
      }
    }
  }

  private AdminReply reply(HttpExchange exchange) throws IOException {
    if (!namesThisHost(exchange)) {
      return AdminReply.text(403, "ask for this host by its address or as localhost\n");
    }
    String path = exchange.getRequestURI().getPath();
    return switch (exchange.getRequestMethod()) {
      case "GET" -> get(exchange, path);
      case "POST" -> post(exchange, path);
      default -> AdminReply.text(405, "only GET and POST\n");
    };
  }

  private AdminReply post(HttpExchange exchange, String path) throws IOException {
    if (!path.startsWith(OutboxEndpoint.PREFIX)) {
      return AdminReply.text(405, "only GET\n");
    }
    Headers headers = exchange.getRequestHeaders();
    if (headers.containsKey("Origin")
        || !"application/json".equals(headers.getFirst("Content-Type"))) {
      return AdminReply.text(403, "changes are taken as JSON, and from no web page\n");
    }
    return outbox.handle(path.substring(OutboxEndpoint.PREFIX.length()), exchange.getRequestBody());
  }

  private AdminReply get(HttpExchange exchange, String path) {
    // What a browser sends of its own accord, whatever the page wants.
    String site = exchange.getRequestHeaders().getFirst("Sec-Fetch-Site");
    if (site != null && !SAME_SITE.contains(site)) {
      return AdminReply.text(403, "not for pages of other sites\n");
    }
    AdminResource resource = resources.get(path);
    if (resource == null) {
      return AdminReply.text(404, "there are " + String.join(", ", described()) + "\n");
    }
    try {
      return resource.get(
          AdminQuery.of(
              Optional.ofNullable(exchange.getRequestURI().getRawQuery()), resource.parameters()));
    } catch (IllegalArgumentException e) {
      return AdminReply.text(400, Untrusted.printable(String.valueOf(e.getMessage())) + "\n");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return AdminReply.text(503, "the collector is stopping\n");
    } catch (BusyException e) {
      return AdminReply.text(503, e.getMessage() + "\n");
    } catch (IllegalStateException e) {
      return AdminReply.text(503, "the collector is starting\n");
    } catch (Exception e) {
      log.warn("cannot be told: path={}, cause={}", path, e.toString());
      return AdminReply.text(503, "the collector cannot tell it now\n");
    }
  }

  /** All paths but the page's. */
  private List<String> described() {
    return resources.entrySet().stream()
        .filter(one -> !(one.getValue() instanceof PageFile))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
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

  private static void answer(HttpExchange exchange, AdminReply reply) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", reply.type());
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Cache-Control", "no-store");
    headers.set("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Referrer-Policy", "no-referrer");
    if (reply.status() == 503) {
      headers.set("Retry-After", AGAIN_SECONDS);
    }
    byte[] body = reply.body();
    exchange.sendResponseHeaders(reply.status(), body.length);
    for (int sent = 0; sent < body.length; sent += PIECE_BYTES) {
      exchange.getResponseBody().write(body, sent, Math.min(PIECE_BYTES, body.length - sent));
    }
  }

  /**
   * Takes no more requests. Where the host is busy the JDK's server would wait for seconds for its
   * accepting thread, whose priority may be low; here no longer than half a second.
   */
  @Override
  public void close() {
    Thread closing = new Thread(() -> server.stop(0), "sidestat-admin-close");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(CLOSE_MILLIS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    executor.shutdownNow();
  }
}
