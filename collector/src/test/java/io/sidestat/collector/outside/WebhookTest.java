package io.sidestat.collector.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Posts to a real server on loopback. */
final class WebhookTest {
  private static final String SECRET = "/api/webhooks/1/SECRET-TOKEN";

  private final HttpServer server;
  private final Deque<Integer> answers = new ArrayDeque<>();
  private final List<String> received = new CopyOnWriteArrayList<>();

  WebhookTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            received.add(
                exchange.getRequestURI()
                    + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Integer status = answers.poll();
            exchange.sendResponseHeaders(status == null ? 204 : status, -1);
          }
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private Webhook webhook(int port) throws WebhookException {
    return Webhook.of(
        "http://127.0.0.1:" + port + SECRET, Duration.ofMillis(500), Duration.ofMillis(1));
  }

  @Test
  void post_taken_isPostedOnce() throws Exception {
    webhook(server.getAddress().getPort()).post("{\"content\":\"x\"}");

    assertEquals(List.of(SECRET + " {\"content\":\"x\"}"), received);
  }

  @Test
  void post_busyFirst_isPostedAgain() throws Exception {
    answers.addAll(List.of(429, 503));

    webhook(server.getAddress().getPort()).post("{}");

    assertEquals(3, received.size());
  }

  @Test
  void post_busyAllTheTime_endsAfterThreeAndKeepsTheSecret() throws Exception {
    answers.addAll(List.of(500, 500, 500, 500));

    WebhookException e =
        assertThrows(
            WebhookException.class, () -> webhook(server.getAddress().getPort()).post("{}"));

    assertEquals("127.0.0.1 answered HTTP 500 after 3 attempts", e.getMessage());
    assertEquals(3, received.size());
  }

  @Test
  void post_refused_isNotPostedAgain() throws Exception {
    answers.add(404);

    WebhookException e =
        assertThrows(
            WebhookException.class, () -> webhook(server.getAddress().getPort()).post("{}"));

    assertEquals("127.0.0.1 answered HTTP 404 after 1 attempt", e.getMessage());
    assertEquals(1, received.size());
  }

  @Test
  void post_silence_endsInTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      WebhookException e =
          assertThrows(WebhookException.class, () -> webhook(silent.getLocalPort()).post("{}"));

      assertEquals(
          "127.0.0.1 does not answer (HttpTimeoutException) after 3 attempts", e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SECRET", "ftp://host/SECRET", "http:///SECRET", "https://a b/SECRET", ""})
  void of_noAddress_isRefusedWithoutIt(String address) {
    WebhookException e = assertThrows(WebhookException.class, () -> Webhook.of(address));

    assertFalse(String.valueOf(e.getMessage()).contains("SECRET"), e::getMessage);
  }
}
