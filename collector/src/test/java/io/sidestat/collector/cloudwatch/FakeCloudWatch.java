package io.sidestat.collector.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * CloudWatch's PutMetricData on a loopback port: Smithy RPC v2 CBOR, gzip, its validation and its
 * errors. Keeps what it takes as CloudWatch does, each exact set of dimensions a metric of its own,
 * and records every request. Answers by a script, then by accepting. Thread-safe.
 */
public final class FakeCloudWatch implements AutoCloseable {
  private static final String OPERATIONS = "/service/GraniteServiceVersion20100801/operation/";
  private static final String PUT = OPERATIONS + "PutMetricData";
  private static final String GET = OPERATIONS + "GetMetricData";
  private static final String PROTOCOL = "rpc-v2-cbor";
  private static final ObjectMapper CBOR = new CBORMapper();

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
  private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
  private final AtomicLong bytesStreamed = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private volatile Answer unscripted = Answer.accept();
  private final Queue<Answer> readScript = new ConcurrentLinkedQueue<>();
  private volatile Answer unscriptedRead = Answer.accept();
  private volatile @Nullable Consumer<List<ReceivedDatum>> handOn;
  private volatile int bodyBytesMax = Integer.MAX_VALUE;

  private FakeCloudWatch(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts on a free port. */
  public static FakeCloudWatch start() {
    return startOn(0);
  }

  /** Starts on that port. */
  public static FakeCloudWatch startOn(int port) {
    try {
      return new FakeCloudWatch(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens, for {@code AWS_ENDPOINT_URL}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The next requests are answered so, in that order. */
  public void script(Answer... answers) {
    script.addAll(Arrays.asList(answers));
  }

  /** Requests beyond the script are answered so. */
  public void alwaysAnswer(Answer answer) {
    unscripted = answer;
  }

  /** The next reads are answered so, in that order. */
  public void scriptReads(Answer... answers) {
    readScript.addAll(Arrays.asList(answers));
  }

  /** Reads beyond the script are answered so. */
  public void alwaysAnswerReads(Answer answer) {
    unscriptedRead = answer;
  }

  /** Takes datums as if they had been published. */
  public void hold(List<ReceivedDatum> datums) {
    requests.add(new ReceivedRequest(System.currentTimeMillis(), Map.of(), 0, 0, 200, datums));
  }

  /** All datums taken. */
  public List<ReceivedDatum> allDatums() {
    return datums().toList();
  }

  /** Whatever has a datum of that metric is invalid, as CloudWatch fails the whole of it. */
  public void refuse(String metricName) {
    refused.add(metricName);
  }

  /** Requests of more bytes than that, before gzip, are too large, as for a proxy on the way. */
  public void takeAtMost(int bytes) {
    bodyBytesMax = bytes;
  }

  /** Hands on the datums taken in place of keeping them, for more than memory holds. */
  public void handOn(Consumer<List<ReceivedDatum>> to) {
    handOn = to;
  }

  /** How much of endless answers went out, what buffers on the way hold among it. */
  public long bytesStreamed() {
    return bytesStreamed.get();
  }

  /** All requests so far, in the order of their answers. */
  public List<ReceivedRequest> requests() {
    return List.copyOf(requests);
  }

  /** The metrics that have data. */
  public Set<MetricKey> metrics() {
    return datums().map(ReceivedDatum::key).collect(Collectors.toSet());
  }

  /** What is held of a metric; without datums if nothing is. */
  public HeldMetric metric(MetricKey key) {
    return new HeldMetric(datums().filter(datum -> datum.key().equals(key)).toList());
  }

  private Stream<ReceivedDatum> datums() {
    return requests.stream().flatMap(request -> request.datums().stream());
  }

  private void handle(HttpExchange exchange) throws IOException {
    long atEpochMillis = System.currentTimeMillis();
    try (exchange) {
      byte[] wire = exchange.getRequestBody().readAllBytes();
      byte[] body = plain(exchange, wire);
      if (exchange.getRequestURI().getPath().equals(GET)) {
        read(exchange, body);
        return;
      }
      List<ReceivedDatum> datums = new ArrayList<>();
      Answer answer = answer(exchange, body, datums);
      Consumer<List<ReceivedDatum>> taker = handOn;
      if (taker != null) {
        taker.accept(List.copyOf(datums));
        datums.clear();
      }
      requests.add(
          new ReceivedRequest(
              atEpochMillis, headers(exchange), wire.length, body.length, answer.status(), datums));
      if (answer.status() != Answer.NONE && !answer.isLost()) {
        send(exchange, answer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
    Answer scripted = readScript.poll();
    Answer answer = scripted == null ? unscriptedRead : scripted;
    var unused = closed.await(answer.delay().toMillis(), TimeUnit.MILLISECONDS);
    if (answer.status() == Answer.NONE) {
      return;
    }
    if (answer.status() != Answer.OK || answer.isPage() || answer.isEndless()) {
      send(exchange, answer);
      return;
    }
    byte[] page = GetMetricData.answer(body, allDatums(), answer);
    exchange.getResponseHeaders().set("smithy-protocol", PROTOCOL);
    exchange.getResponseHeaders().set("content-type", "application/cbor");
    exchange.sendResponseHeaders(Answer.OK, page.length);
    exchange.getResponseBody().write(page);
  }

  private Answer answer(HttpExchange exchange, byte[] body, List<ReceivedDatum> datums)
      throws IOException, InterruptedException {
    Answer scripted = script.poll();
    Answer answer = scripted == null ? unscripted : scripted;
    var unused = closed.await(answer.delay().toMillis(), TimeUnit.MILLISECONDS);
    if (answer.status() != Answer.OK || answer.isPage() || answer.isEndless()) {
      return answer;
    }
    try {
      checkProtocol(exchange);
      if (body.length > bodyBytesMax) {
        return Answer.error(413, "RequestEntityTooLarge", "at most " + bodyBytesMax + " bytes");
      }
      Validation.checkSize(body.length);
      JsonNode request = CBOR.readTree(body);
      new Validation(Instant.now()).check(request);
      String namespace = request.path("Namespace").asText();
      request.path("MetricData").forEach(d -> datums.add(ReceivedDatum.of(namespace, d)));
      if (datums.stream().anyMatch(datum -> refused.contains(datum.key().name()))) {
        datums.clear();
        return Answer.invalid();
      }
      return answer;
    } catch (Validation.Refusal e) {
      return e.answer();
    }
  }

  private static void checkProtocol(HttpExchange exchange) throws Validation.Refusal {
    boolean understood =
        exchange.getRequestMethod().equals("POST")
            && exchange.getRequestURI().getPath().equals(PUT)
            && PROTOCOL.equals(exchange.getRequestHeaders().getFirst("smithy-protocol"))
            && "application/cbor".equals(exchange.getRequestHeaders().getFirst("content-type"));
    if (!understood) {
      throw new Validation.Refusal(
          404, "UnknownOperationException", "not PutMetricData: " + exchange.getRequestURI());
    }
  }

  private static byte[] plain(HttpExchange exchange, byte[] wire) throws IOException {
    if (!"gzip".equals(exchange.getRequestHeaders().getFirst("content-encoding"))) {
      return wire;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(wire))) {
      return in.readAllBytes();
    }
  }

  private static Map<String, String> headers(HttpExchange exchange) {
    return exchange.getRequestHeaders().entrySet().stream()
        .collect(
            Collectors.toMap(
                header -> header.getKey().toLowerCase(Locale.ROOT),
                header -> String.join(", ", header.getValue())));
  }

  private void send(HttpExchange exchange, Answer answer) throws IOException {
    if (answer.isEndless()) {
      exchange.getResponseHeaders().set("content-type", "application/cbor");
      exchange.sendResponseHeaders(answer.status(), 0);
      byte[] more = new byte[1 << 16];
      while (closed.getCount() > 0) {
        exchange.getResponseBody().write(more);
        bytesStreamed.addAndGet(more.length);
      }
      return;
    }
    if (answer.isPage()) {
      byte[] page = answer.message().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", "text/html; charset=utf-8");
      exchange.sendResponseHeaders(answer.status(), page.length);
      exchange.getResponseBody().write(page);
      return;
    }
    exchange.getResponseHeaders().set("smithy-protocol", PROTOCOL);
    exchange.getResponseHeaders().set("content-type", "application/cbor");
    exchange.getResponseHeaders().set("x-amzn-requestid", "00000000-0000-0000-0000-000000000000");
    Map<String, String> content = Map.of();
    if (answer.status() != Answer.OK) {
      content =
          Map.of(
              "__type", "com.amazonaws.cloudwatch#" + answer.code(), "message", answer.message());
      String fault = answer.status() < 500 ? "Sender" : "Receiver";
      if (answer.code().matches("\\w+")) {
        exchange.getResponseHeaders().set("x-amzn-query-error", answer.code() + ";" + fault);
      }
    }
    byte[] body = CBOR.writeValueAsBytes(content);
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    executor.shutdownNow();
  }
}
