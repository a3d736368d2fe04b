package io.sidestat.collector.cloudwatch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** STS's GetCallerIdentity on a loopback port: the query protocol, with answers in XML. */
public final class FakeSts implements AutoCloseable {
  /** Whoever asks. */
  public static final String ARN = "arn:aws:sts::123456789012:assumed-role/web/i-0abc";

  private static final String IDENTITY =
      """
      <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <GetCallerIdentityResult>
          <Arn>%s</Arn><UserId>AROAEXAMPLE:i-0abc</UserId><Account>123456789012</Account>
        </GetCallerIdentityResult>
      </GetCallerIdentityResponse>
      """
          .formatted(ARN);

  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private volatile int status = 200;
  private volatile String body = IDENTITY;

  private FakeSts() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts on a free port. */
  public static FakeSts start() {
    try {
      return new FakeSts();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens, for {@code AWS_ENDPOINT_URL_STS}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on it refuses with that code. */
  public void refuse(int httpStatus, String code) {
    status = httpStatus;
    body =
        """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <Error><Type>Sender</Type><Code>%s</Code><Message>no, says session-token</Message></Error>
        </ErrorResponse>
        """
            .formatted(code);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      boolean understood = asked.contains("Action=GetCallerIdentity");
      byte[] answer =
          (understood ? body : "not GetCallerIdentity").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("content-type", "text/xml");
      exchange.sendResponseHeaders(understood ? status : 404, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
