package io.sidestat.collector.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.admin.StatusAnswer.Kind;
import io.sidestat.collector.config.HostPort;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the client makes of whatever stands at the admin address. */
class StatusAnswerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final ServerSocket server;

  StatusAnswerTest() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void status_ofACollector_isThere() throws Exception {
    StatusAnswer answer =
        ask(http("200 OK", "{\"version\": \"1.0\", \"ledger\": {\"received\": 4}}"));

    assertEquals(Kind.COLLECTOR, answer.kind());
    assertEquals(4, answer.status().path("ledger").path("received").asInt());
  }

  @Test
  void status_ofACollectorThatStarts_isNotThere() throws Exception {
    StatusAnswer answer = ask(http("503 Unavailable", "the collector is starting\n"));

    assertEquals(Kind.COLLECTOR_WITHOUT_STATUS, answer.kind());
    assertEquals("HTTP 503 the collector is starting", answer.words());
  }

  @Test
  void status_ofAnotherServer_isAStrangers() throws Exception {
    assertEquals(Kind.STRANGER, ask(http("200 OK", "<html>hello</html>")).kind());
  }

  @Test
  void status_ofJsonThatIsNone_isAStrangers() throws Exception {
    assertEquals(Kind.STRANGER, ask(http("200 OK", "{\"ledger\": 1}")).kind());
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertEquals(Kind.STRANGER, ask(other, http("200 OK", "[".repeat(5_000)), PATIENCE).kind());
    }
  }

  @Test
  void status_notHttp_isAStrangers() throws Exception {
    assertEquals(Kind.STRANGER, ask("SSH-2.0-OpenSSH_9\r\n").kind());
  }

  @Test
  void status_longerThanAny_isAStrangers() throws Exception {
    char[] much = new char[StatusAnswer.BYTES_MAX + 1];
    Arrays.fill(much, ' ');

    StatusAnswer answer = ask(http("200 OK", new String(much)));

    assertEquals(Kind.STRANGER, answer.kind());
    assertTrue(answer.words().contains("longer than"), answer.words());
  }

  @Test
  void status_nothingSaid_isSilent() throws Exception {
    StatusAnswer answer = new AdminClient(address(server)).status(SHORT);

    assertEquals(Kind.SILENT, answer.kind());
  }

  @Test
  void status_headAndNoBody_isSilent() throws Exception {
    StatusAnswer answer = ask(server, "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{", SHORT);

    assertEquals(Kind.SILENT, answer.kind());
  }

  @Test
  void status_nobodyThere_isNobody() throws Exception {
    server.close();

    assertEquals(Kind.NOBODY, new AdminClient(address(server)).status(PATIENCE).kind());
    assertEquals(
        Kind.NOBODY, new AdminClient(new HostPort("127.0.0.1", 0)).status(PATIENCE).kind());
  }

  private StatusAnswer ask(String answer) throws Exception {
    return ask(server, answer, PATIENCE);
  }

  /** Answers one connection, and leaves it open until the client is done. */
  private static StatusAnswer ask(ServerSocket server, String answer, Duration patience)
      throws Exception {
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = server.accept();
                  OutputStream out = socket.getOutputStream()) {
                var unused = socket.getInputStream().read(new byte[4096]);
                out.write(answer.getBytes(StandardCharsets.UTF_8));
                out.flush();
                // Ends when the client goes.
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
              } catch (IOException clientWent) {
                // It has seen enough.
              }
            });
    thread.setDaemon(true);
    thread.start();
    return new AdminClient(address(server)).status(patience);
  }

  private static String http(String status, String body) {
    return "HTTP/1.1 %s\r\ncontent-type: text/plain\r\ncontent-length: %d\r\n\r\n%s"
        .formatted(status, body.length(), body);
  }

  private static HostPort address(ServerSocket server) {
    return new HostPort("127.0.0.1", server.getLocalPort());
  }
}
