package io.sidestat.collector.outside;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * EC2's metadata service on a loopback port, strict about version 2: a token only for a PUT with a
 * time to live, 401 for whoever shows none. Thread-safe.
 */
public final class FakeMetadata implements AutoCloseable {
  private static final String TOKEN = "AQAEAFf0o3dGbWQ-fake==";
  private static final String ROOT = "/latest/meta-data/";

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Map<String, byte[]> values = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile int refusal;
  private volatile boolean hanging;
  private volatile boolean dripping;

  private FakeMetadata() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts on a free port, for an instance without tags in its metadata. */
  public static FakeMetadata start() {
    try {
      return new FakeMetadata()
          .value("instance-id", "i-0abc1234def567890")
          .value("instance-type", "t3.small")
          .value("placement/availability-zone", "ap-northeast-2a");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For {@code AWS_EC2_METADATA_SERVICE_ENDPOINT}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Answers that at a path below {@code /latest/meta-data/}. */
  public FakeMetadata value(String path, String value) {
    values.put(ROOT + path, value.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Instance tags are allowed in the metadata, and this is one of them. */
  public FakeMetadata tag(String key, String value) {
    return value("tags/instance", key).value("tags/instance/" + key, value);
  }

  /** Refuses a token with that status; 0 to give it again. */
  void refuseTokens(int status) {
    refusal = status;
  }

  /** Takes connections and answers nothing, as where the answer has a hop too few; or no more. */
  public void hang(boolean hangs) {
    hanging = hangs;
  }

  /** Sends values a byte each 100 ms and never the last; or no more. */
  void drip(boolean drips) {
    dripping = drips;
  }

  /** What was asked, as "PUT /path", in that order. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      asked.add(exchange.getRequestMethod() + " " + path);
      if (hanging) {
        closed.await();
        return;
      }
      if (path.equals("/latest/api/token")) {
        token(exchange);
      } else if (!TOKEN.equals(header(exchange, "X-aws-ec2-metadata-token"))) {
        answer(exchange, 401, new byte[0]);
      } else {
        byte[] value = values.get(path);
        if (dripping) {
          answerDripping(exchange);
          return;
        }
        answer(exchange, value == null ? 404 : 200, value == null ? new byte[0] : value);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answerDripping(HttpExchange exchange) throws IOException, InterruptedException {
    exchange.sendResponseHeaders(200, 1_000);
    for (int i = 0; i < 999 && dripping; i++) {
      exchange.getResponseBody().write('i');
      exchange.getResponseBody().flush();
      var unused = closed.await(100, TimeUnit.MILLISECONDS);
    }
  }

  private void token(HttpExchange exchange) throws IOException {
    String ttl = header(exchange, "X-aws-ec2-metadata-token-ttl-seconds");
    boolean asksForOne =
        exchange.getRequestMethod().equals("PUT")
            && ttl.matches("\\d{1,5}")
            && Integer.parseInt(ttl) >= 1
            && Integer.parseInt(ttl) <= 21_600;
    if (refusal != 0) {
      answer(exchange, refusal, new byte[0]);
    } else if (asksForOne) {
      answer(exchange, 200, TOKEN.getBytes(StandardCharsets.UTF_8));
    } else {
      answer(exchange, 400, new byte[0]);
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    executor.shutdownNow();
  }
}
