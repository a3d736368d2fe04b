package io.sidestat.collector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.cloudwatch.Answer;
import io.sidestat.collector.cloudwatch.AwsProperties;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.config.PublishConfig;
import io.sidestat.collector.journal.OutboxRow;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Unit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody in CloudWatch's place who means us harm. */
final class HostileAnswerTest {
  private static final String HOSTILE = "\u001B]0;x\u0007\u009B2J\u202E\nforged";

  private static final DatumBatch BATCH =
      new DatumBatch(
          "N",
          List.of(
              new Datum(
                  "Load", List.of(), 0, Unit.NONE, 60, null, new double[] {1}, new double[] {1})));

  @RegisterExtension final AwsProperties aws = new AwsProperties();

  private final FakeCloudWatch cloudWatch = FakeCloudWatch.start();
  private final CloudWatchSender sender = senderTo(cloudWatch.endpoint());

  @AfterEach
  void close() {
    sender.close();
    cloudWatch.close();
  }

  private static CloudWatchSender senderTo(URI endpoint) {
    return new CloudWatchSender(
        new PublishConfig(true, Optional.of(endpoint), Duration.ZERO), InstantSource.system());
  }

  private SendException failure(Answer answer) {
    cloudWatch.script(answer);
    return assertThrows(SendException.class, () -> sender.send(BATCH));
  }

  private static String words(SendException e) {
    return String.valueOf(e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 413, 429, 500})
  void answer_controlCharactersInCodeAndMessage_areEscapes(int status) {
    String words = words(failure(Answer.error(status, "Code" + HOSTILE, "message" + HOSTILE)));

    String shown = "\\u001B]0;x\\u0007\\u009B2J\\u202E\\nforged";
    assertTrue(words.contains("Code" + shown + ": message" + shown), words);
    assertTrue(words.chars().allMatch(c -> c >= ' ' && c <= '~'), words);
  }

  @Test
  void answer_longMessage_isCut() {
    String words = words(failure(Answer.error(500, "InternalFailure", "x".repeat(50_000))));

    assertEquals(
        "CloudWatch answered HTTP 500 InternalFailure: " + "x".repeat(1_000) + "...", words);
  }

  /** As CloudWatch answers where a signature does not match. */
  @Test
  void answer_thatRepeatsTheRequest_tellsNoCredentials() {
    String words =
        words(
            failure(
                Answer.error(
                    403,
                    "SignatureDoesNotMatch",
                    "The Canonical String should have been\n'POST\nhost:monitoring\n"
                        + "x-amz-security-token:THE/TOKEN==\nx-amz-date:1\n\n"
                        + "host;x-amz-security-token;x-amz-date\n"
                        + "{\"Authorization\": \"AWS4-HMAC-SHA256 Credential=ID, Signature=SIG\"}"
                        + "\nX-Amz-Security-Token:\n  THE/TOKEN==")));

    assertTrue(words.contains("host:monitoring"), words);
    assertFalse(words.contains("TOKEN="), words);
    assertFalse(words.contains("SIG"), words);
  }

  @Test
  void credentials_thatNoHeaderCanCarry_areSaidToBeWrongAndNotShown() {
    System.setProperty("aws.sessionToken", "first\nsecond");
    try (SenderThreads threads = threadsOf(sender)) {
      SendException e = outcome(threads);

      assertEquals(SendException.Kind.SETUP, e.kind());
      assertFalse(words(e).contains("first") || words(e).contains("second"), words(e));
      assertNull(e.getCause());
      assertTrue(words(e).contains("check AWS_ACCESS_KEY_ID and AWS_SESSION_TOKEN"), words(e));
    } finally {
      System.clearProperty("aws.sessionToken");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 500})
  void answer_withoutEnd_isNotReadOn(int status) {
    SendException e = failure(Answer.endless(status));

    assertEquals(SendException.Kind.RETRY, e.kind());
    assertTrue(words(e).contains("(longer than 65536 bytes); check AWS_ENDPOINT_URL"), words(e));
    // What is more than 64 KiB are buffers of the two sockets.
    assertTrue(cloudWatch.bytesStreamed() < 16 << 20, () -> "bytes=" + cloudWatch.bytesStreamed());
  }

  /** The JDK's client calls itself for each of them. */
  @Test
  void interimAnswers_withoutEnd_failTheAttemptAlone() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        CloudWatchSender other = senderTo(URI.create("http://127.0.0.1:" + server.getLocalPort()));
        SenderThreads threads = threadsOf(other)) {
      Thread thread = new Thread(() -> continueForever(server));
      thread.setDaemon(true);
      thread.start();

      SendException e = outcome(threads);

      assertEquals(SendException.Kind.RETRY, e.kind());
      assertTrue(e.ambiguous());
      assertTrue(words(e).contains("StackOverflowError"), words(e));
    }
  }

  private static void continueForever(ServerSocket server) {
    byte[] interim = "HTTP/1.1 100 Continue\r\n\r\n".repeat(1_000).getBytes(StandardCharsets.UTF_8);
    try (Socket connection = server.accept()) {
      while (true) {
        connection.getOutputStream().write(interim);
      }
    } catch (IOException e) {
      // The other side has had enough.
    }
  }

  private final LinkedBlockingQueue<Optional<Attempt>> ended = new LinkedBlockingQueue<>();

  private SenderThreads threadsOf(CloudWatchSender of) {
    return new SenderThreads(1, of, ended);
  }

  private SendException outcome(SenderThreads threads) {
    threads.send(new OutboxRow(1, 0, 1, BATCH));
    try {
      Optional<Attempt> attempt = ended.poll(30, TimeUnit.SECONDS);
      assertNotNull(attempt, "the attempt never ended");
      SendException failure = attempt.orElseThrow().failure();
      assertNotNull(failure, "the request was taken");
      return failure;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
