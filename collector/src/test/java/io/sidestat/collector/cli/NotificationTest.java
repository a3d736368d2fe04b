package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.sidestat.collector.cloudwatch.Answer;
import io.sidestat.collector.cloudwatch.AwsProperties;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What verify posts, to a real server on loopback. */
final class NotificationTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final String SECRET = "/hook/SECRET-TOKEN";

  @RegisterExtension final AwsProperties aws = new AwsProperties();
  private final FakeCloudWatch cloudWatch = FakeCloudWatch.start();
  private final HttpServer server;
  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private volatile int status = 204;
  @TempDir private Path directory;

  NotificationTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            received.add(new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(status, -1);
          }
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    cloudWatch.close();
  }

  private int run(int bad, String... arguments) throws IOException {
    cloudWatch.hold(new SloTraffic().minutes(NOON, 10, 200, bad, 300).datums());
    Path slo =
        Files.writeString(
            directory.resolve("slo.yaml"),
            """
            services:
              - name: ai @everyone <b>
                namespace: ReFit/AI
                environment: production
                endpoints: [/api/ai/recommendations]
                objectives: [{availability: 99%}]
            """);
    List<String> all = new ArrayList<>(List.of("--slo", slo.toString(), "--window", "10m"));
    all.addAll(List.of("--notify", "env:WEBHOOK"));
    all.addAll(List.of(arguments));
    VerifyCommand command =
        new VerifyCommand(
            Map.of(
                "HOME",
                directory.toString(),
                "SIDESTAT_NAMESPACE",
                "ReFit/AI",
                "SIDESTAT_PUBLISH_ENDPOINT",
                cloudWatch.endpoint().toString(),
                "WEBHOOK",
                "http://127.0.0.1:" + server.getAddress().getPort() + SECRET),
            () -> NOON.plus(Duration.ofMinutes(10)),
            pause -> {});
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  @Test
  void notify_violation_postsWhatIsViolated() throws Exception {
    assertEquals(1, run(50, "--notify-as", "discord"));

    assertEquals(1, received.size());
    String content = received.get(0).path("content").asText();
    assertTrue(content.startsWith("Objectives violated (10m until 2026-11-26T12:10:00Z)"), content);
    assertTrue(content.contains("/api/ai/recommendations: availability 99%: VIOLATED"), content);
    assertEquals(0, received.get(0).path("allowed_mentions").path("parse").size());
    assertTrue(err.toString().contains("notified: 127.0.0.1"), err::toString);
  }

  @Test
  void notify_kept_isSilent() throws Exception {
    assertEquals(0, run(0));

    assertEquals(List.of(), received);
  }

  @Test
  void notify_keptAndAlways_postsAll() throws Exception {
    assertEquals(0, run(0, "--notify-when", "always"));

    JsonNode report = received.get(0);
    assertEquals("kept", report.path("verdict").asText());
    assertTrue(report.path("text").asText().contains("availability 99%: kept"), report::toString);
  }

  @Test
  void notify_couldNotAsk_isTroubleAndPosted() throws Exception {
    cloudWatch.alwaysAnswerReads(Answer.readDenied());

    assertEquals(4, run(0));
    assertEquals(List.of(), received);
    assertEquals(4, run(0, "--notify-when", "trouble", "--notify-as", "discord"));

    String content = received.get(0).path("content").asText();
    assertTrue(content.startsWith("Objectives could not be asked for: CloudWatch denies"), content);
  }

  @Test
  void notify_slack_escapesNames() throws Exception {
    assertEquals(1, run(50, "--notify-as", "slack"));

    assertTrue(received.get(0).path("text").asText().contains("ai @everyone &lt;b&gt;"));
  }

  @Test
  void notify_refused_keepsTheExitCodeAndTheSecret() throws Exception {
    status = 403;

    assertEquals(1, run(50));

    assertTrue(err.toString().contains("not notified: 127.0.0.1 answered HTTP 403"), err::toString);
    assertFalse((err.toString() + out).contains("SECRET"), err::toString);
  }
}
