package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.cloudwatch.Answer;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar among peers that mean it harm: senders, CloudWatch's stand-in, HTTP clients. */
final class HostilePeersIT {
  /** Sets a terminal's title, clears it, turns the line around, and quotes. */
  private static final String HOSTILE = "\u001B]0;x\u0007\u009B2J\u202E\u007F\"\\";

  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  @TempDir Path directory = Path.of("");
  private final List<AutoCloseable> open = new ArrayList<>();

  private SidestatProcess start(Map<String, String> environment, String... arguments)
      throws IOException {
    Map<String, String> all = new HashMap<>(Map.of("LC_ALL", "C.UTF-8"));
    all.putAll(environment);
    return SidestatProcess.start(directory, all, arguments);
  }

  private SidestatProcess collector(Map<String, String> environment) throws IOException {
    return start(
            environment,
            "run",
            "--interval=1s",
            "--listen-udp=127.0.0.1:0",
            "--admin-address=127.0.0.1:0",
            "--log-level=debug")
        .awaitListening();
  }

  private static Map<String, String> publishingTo(FakeCloudWatch cloudWatch) {
    return Map.of(
        "CLOUDWATCH_METRICS_ENABLED", "true",
        "AWS_REGION", "ap-northeast-2",
        "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY", "the-secret-key",
        "AWS_SESSION_TOKEN", "the-session-token",
        "AWS_ENDPOINT_URL", cloudWatch.endpoint().toString());
  }

  private static void send(SidestatProcess collector, String... datagrams) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      for (String datagram : datagrams) {
        byte[] bytes = datagram.getBytes(StandardCharsets.UTF_8);
        socket.send(
            new DatagramPacket(
                bytes, bytes.length, InetAddress.getLoopbackAddress(), collector.udpPort()));
      }
    }
  }

  private static void assertPrints(String what, String text) {
    assertTrue(
        text.codePoints().allMatch(c -> c == '\n' || c == '\t' || (c >= ' ' && c <= '~')),
        () -> what + ": " + text.replace('\u001B', '?'));
  }

  @Test
  void everyOutput_hostileNamesAndAnswers_isPrintableAscii() throws Exception {
    try (FakeCloudWatch cloudWatch = FakeCloudWatch.start()) {
      cloudWatch.script(Answer.error(500, "Code" + HOSTILE, "words\n" + HOSTILE));
      cloudWatch.alwaysAnswer(Answer.error(400, "InvalidParameterValue", "words\n" + HOSTILE));
      try (SidestatProcess collector = collector(publishingTo(cloudWatch))) {
        send(
            collector,
            "good:1|ms|#k" + HOSTILE + ":v" + HOSTILE,
            "n" + HOSTILE + ":1|ms",
            "h" + HOSTILE + ":-1|h",
            "bad" + HOSTILE + ":x|ms",
            HOSTILE);
        collector.await(
            "two requests are set aside",
            () -> collector.status().path("outbox").path("quarantined").asInt() >= 2);

        assertPrints("status", get(collector, "/api/v1/status").body());
        for (String command :
            List.of(
                "query good --by k",
                "query none",
                "query good --json",
                "cost",
                "cost --json",
                "outbox status",
                "outbox list",
                "outbox list --json",
                "outbox show " + firstId(),
                "outbox export")) {
          try (SidestatProcess process = start(Map.of(), command.split(" "))) {
            assertEquals(0, process.exitCode(), () -> command);
            assertPrints(command, process.stdout() + process.stderr());
          }
        }
        assertEquals(0, collector.terminate());
        assertPrints("log", collector.stderr());
        assertTrue(collector.stderr().contains("words\\n\\u001B]0;x"), collector.stderr());
        assertFalse(collector.stderr().contains("the-se"), collector.stderr());
      }
    }
  }

  private String firstId() throws IOException, InterruptedException {
    try (SidestatProcess list = start(Map.of(), "outbox", "list", "--json")) {
      assertEquals(0, list.exitCode(), list.stderr());
      return new ObjectMapper().readTree(list.stdout()).path(0).path("id").asText();
    }
  }

  @Test
  void checkConfig_hostileLine_isPrintableAscii() throws Exception {
    String line = "n" + HOSTILE + ":1|ms|#k" + HOSTILE + ":v" + HOSTILE;
    for (List<String> more : List.<List<String>>of(List.of(), List.of("--json"))) {
      List<String> command = new ArrayList<>(List.of("check-config", "--try", line));
      command.addAll(more);
      try (SidestatProcess process = start(Map.of(), command.toArray(String[]::new))) {
        assertEquals(0, process.exitCode(), process.stderr());
        assertPrints("check-config", process.stdout() + process.stderr());
      }
    }
  }

  @Test
  void answer_withoutEnd_endsNoCollector() throws Exception {
    try (FakeCloudWatch cloudWatch = FakeCloudWatch.start()) {
      cloudWatch.script(Answer.endless(500), Answer.endless(400), Answer.endless(200));
      try (SidestatProcess collector = collector(publishingTo(cloudWatch))) {
        send(collector, "good:1|c");

        collector.await(
            "it was sent in the end",
            () -> collector.status().path("publish").path("requestsSent").asInt() == 1);
        assertEquals(0, collector.terminate());
      }
    }
  }

  private static HttpResponse<String> get(SidestatProcess collector, String path)
      throws IOException, InterruptedException {
    URI uri = collector.adminAddress().resolve(path);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static boolean isHealthy(SidestatProcess collector) throws InterruptedException {
    try {
      return get(collector, "/healthz").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Asks for more than buffers hold, and reads nothing. */
  private Thread askAndReadNothing(URI admin) throws IOException {
    Socket socket = new Socket();
    open.add(socket);
    socket.setReceiveBufferSize(2_048);
    socket.connect(new InetSocketAddress(admin.getHost(), admin.getPort()));
    byte[] requests =
        "GET /api/v1/status HTTP/1.1\r\nHost: localhost\r\n\r\n"
            .repeat(20_000)
            .getBytes(StandardCharsets.US_ASCII);
    Thread writer =
        new Thread(
            () -> {
              try {
                socket.getOutputStream().write(requests);
              } catch (IOException e) {
                // The server has had enough.
              }
            });
    writer.setDaemon(true);
    writer.start();
    return writer;
  }

  @Test
  void admin_clientsThatReadNothing_keepNobodyOutAndAreShutOutInTime() throws Exception {
    try (SidestatProcess collector = collector(Map.of())) {
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        writers.add(askAndReadNothing(collector.adminAddress()));
      }

      for (int i = 0; i < 10; i++) {
        assertTrue(isHealthy(collector), "it answers all the same");
      }
      collector.await(
          "they are shut out", () -> writers.stream().noneMatch(writer -> writer.isAlive()));
    } finally {
      for (AutoCloseable each : open) {
        each.close();
      }
    }
  }

  @Test
  void admin_connectionsPastTheBound_areClosed() throws Exception {
    try (SidestatProcess collector = collector(Map.of())) {
      URI admin = collector.adminAddress();
      for (int i = 0; i < 80; i++) {
        open.add(new Socket(admin.getHost(), admin.getPort()));
      }
      try (Socket oneMore = new Socket(admin.getHost(), admin.getPort())) {
        oneMore.setSoTimeout(2_000);
        assertTrue(isClosed(oneMore));
      }
    } finally {
      for (AutoCloseable each : open) {
        each.close();
      }
    }
  }

  private static boolean isClosed(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
