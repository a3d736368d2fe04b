package io.sidestat.collector.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sidestat.collector.cloudwatch.Await;
import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server on real sockets, among clients that are slow. */
@Timeout(60)
class AdminServerTest {
  /** Two of them are more than may be sent at a time. */
  private static final AdminReply LARGE =
      AdminReply.text(200, "l".repeat(AnswerRoom.ANSWER_BYTES_MAX - (1 << 20)));

  private static final AdminReply SMALL =
      AdminReply.text(200, "s".repeat(AnswerRoom.SMALL_BYTES_MAX));

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final InetSocketAddress address;

  AdminServerTest(@TempDir Path directory) throws IOException, JournalException {
    Journal journal = Journal.open(directory.resolve("journal.db"), Instant::now);
    open.push(journal);
    AdminServer server =
        AdminServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Map.of("/large", query -> LARGE, "/small", query -> SMALL),
            new OutboxEndpoint(journal, () -> {}));
    open.push(server);
    address = server.address();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + address.getPort() + path);
    return http.send(
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Asks over and over and reads nothing: what it is sent fills all buffers on the way. */
  private Socket askAndReadNothing(String path) throws IOException {
    Socket socket = new Socket();
    open.push(socket);
    socket.setReceiveBufferSize(2_048);
    socket.connect(address);
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(request.repeat(100).getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void get_largeWhileAnotherIsBeingSent_isToldToAskAgain() throws Exception {
    Socket greedy = askAndReadNothing("/large");
    Await.until("the room is taken", () -> get("/large").statusCode() == 503);

    HttpResponse<String> refused = get("/large");

    assertEquals("1", refused.headers().firstValue("Retry-After").orElse(""));
    assertEquals(
        "the collector is sending other long answers; ask again in a second\n", refused.body());
    assertEquals(200, get("/small").statusCode());
    greedy.close();
    Await.until("there is room again", () -> get("/large").statusCode() == 200);
  }

  @Test
  void get_whileSixtyReadNothing_isAnsweredAllTheSame() throws Exception {
    for (int i = 0; i < 60; i++) {
      askAndReadNothing("/small");
    }

    for (int i = 0; i < 20; i++) {
      assertEquals(200, get("/small").statusCode());
    }
  }

  @Test
  void get_headLongerThanItMayBe_isClosed() throws Exception {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      String request = "GET /small HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(17_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

      Await.until("it is closed", () -> isClosed(socket));
    }
    assertEquals(200, get("/small").statusCode());
  }

  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(10_000);
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return true;
    }
  }
}
