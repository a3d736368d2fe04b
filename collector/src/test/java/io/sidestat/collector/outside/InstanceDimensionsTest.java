package io.sidestat.collector.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sidestat.collector.cloudwatch.Await;
import io.sidestat.collector.config.Ec2Config;
import io.sidestat.collector.config.Ec2Dimension;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.outside.InstanceStatus.State;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** The questions to EC2, over real sockets. */
class InstanceDimensionsTest {
  private static final Dimension INSTANCE = new Dimension("InstanceId", "i-0abc1234def567890");
  private static final Dimension GROUP = new Dimension("AutoScalingGroupName", "web");
  private static final List<Ec2Dimension> ID = List.of(Ec2Dimension.INSTANCE_ID);
  private static final List<Ec2Dimension> ID_AND_GROUP =
      List.of(Ec2Dimension.INSTANCE_ID, Ec2Dimension.AUTO_SCALING_GROUP_NAME);

  private final FakeMetadata metadata = FakeMetadata.start();
  private final List<AutoCloseable> open = new ArrayList<>(List.of(metadata));
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(InstanceDimensions.class);

  @BeforeEach
  void attach() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void close() throws Exception {
    logger.detachAppender(log);
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  private InstanceDimensions start(List<Ec2Dimension> asked, URI endpoint) {
    InstanceDimensions instance =
        InstanceDimensions.start(new Ec2Config(asked, endpoint, false), Duration.ofMillis(10));
    open.add(0, instance);
    return instance;
  }

  private InstanceDimensions start(List<Ec2Dimension> asked) {
    return start(asked, metadata.endpoint());
  }

  private static void await(InstanceDimensions instance, State state) {
    Await.until("it is " + state, () -> instance.status().state() == state);
  }

  /** Waits until there is a problem, and answers it. */
  private static String problem(InstanceDimensions instance) {
    Await.until("there is a problem", () -> !instance.status().problem().isEmpty());
    return instance.status().problem();
  }

  private List<String> messages(Level level) {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void start_allThere_areKnownInTheOrderAskedForAndSaidOnce() {
    metadata.tag("aws:autoscaling:groupName", "web");

    InstanceDimensions instance = start(List.of(Ec2Dimension.values()));

    await(instance, State.KNOWN);
    assertEquals(
        List.of(
            INSTANCE,
            GROUP,
            new Dimension("InstanceType", "t3.small"),
            new Dimension("AvailabilityZone", "ap-northeast-2a")),
        instance.known());
    Await.until("it is said", () -> messages(Level.INFO).size() == 1);
    assertEquals(List.of(), messages(Level.WARN));
    // A token first, then one question for each; and none once all is known.
    assertEquals(5, metadata.asked().size());
    assertEquals("PUT /latest/api/token", metadata.asked().get(0));
  }

  @Test
  void start_tagsNotAllowed_knowsTheRestAndSaysWhatToTurnOn() {
    InstanceDimensions instance = start(ID_AND_GROUP);

    await(instance, State.INCOMPLETE);

    assertEquals(List.of(INSTANCE), instance.known());
    assertTrue(problem(instance).contains("--instance-metadata-tags enabled"));
    Await.until("it is said", () -> messages(Level.WARN).size() == 1);
    assertTrue(messages(Level.WARN).get(0).contains("go out without AutoScalingGroupName until"));
  }

  @Test
  void start_tagsAllowedLater_isKnownWithoutARestart() {
    InstanceDimensions instance = start(ID_AND_GROUP);
    await(instance, State.INCOMPLETE);

    metadata.tag("aws:autoscaling:groupName", "web");

    await(instance, State.KNOWN);
    assertEquals(List.of(INSTANCE, GROUP), instance.known());
    assertEquals("", instance.status().problem());
  }

  @Test
  void start_inNoAutoScalingGroup_saysSo() {
    metadata.tag("Name", "web-1");

    InstanceDimensions instance = start(ID_AND_GROUP);

    await(instance, State.INCOMPLETE);
    assertTrue(
        problem(instance).contains("in no Auto Scaling group; leave it out"), problem(instance));
  }

  @Test
  void start_turnedOffThenOn_warnsOnceAndSaysWhenItIsKnown() {
    metadata.refuseTokens(403);
    InstanceDimensions instance = start(ID);
    Await.until("it was asked again and again", () -> metadata.asked().size() >= 3);
    assertEquals(State.UNKNOWN, instance.status().state());
    assertEquals(List.of(), instance.known());
    assertEquals(1, messages(Level.WARN).size());
    assertTrue(messages(Level.WARN).get(0).contains("--http-endpoint enabled"));

    metadata.refuseTokens(0);

    await(instance, State.KNOWN);
    Await.until("it is said", () -> messages(Level.INFO).size() == 1);
    assertEquals(
        List.of("EC2 metadata is known: InstanceId=i-0abc1234def567890"), messages(Level.INFO));
  }

  @Test
  void start_serviceHangs_returnsAtOnceAndNamesTheHopLimit() {
    metadata.hang(true);
    long start = System.nanoTime();
    InstanceDimensions instance = start(ID);
    long elapsed = System.nanoTime() - start;

    // The service would be waited for 2 s.
    assertTrue(elapsed < Duration.ofSeconds(1).toNanos(), () -> elapsed + " ns");
    assertTrue(problem(instance).contains("http-put-response-hop-limit 2"), problem(instance));
    metadata.hang(false);
    await(instance, State.KNOWN);
  }

  @Test
  void start_answerDrips_isGivenUpAndAskedAgain() {
    metadata.drip(true);
    InstanceDimensions instance = start(ID);

    assertTrue(problem(instance).contains("does not answer within 2 s"), problem(instance));
    metadata.drip(false);
    await(instance, State.KNOWN);
  }

  @Test
  void start_nobodyThere_saysSo() throws IOException {
    URI nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    InstanceDimensions instance = start(ID, nobody);

    assertTrue(problem(instance).contains("ConnectException"), problem(instance));
    assertTrue(problem(instance).contains("leave dimensions-from.ec2 out"), problem(instance));
  }

  @ParameterizedTest
  @MethodSource("notAValue")
  void start_answerThatIsNoValue_isNotTaken(String answer) {
    metadata.value("instance-id", answer);

    InstanceDimensions instance = start(ID);

    assertTrue(problem(instance).contains("instance-id what cannot be taken"), problem(instance));
    assertTrue(problem(instance).chars().noneMatch(Character::isISOControl));
    assertEquals(List.of(), instance.known());
  }

  static Stream<String> notAValue() {
    return Stream.of(
        " ", "<html>\n<body>", "i-1\u001b[2J", "größe", "i".repeat(1_025), "i".repeat(5_000_000));
  }

  @Test
  void start_longestValue_isTaken() {
    metadata.value("instance-id", "i".repeat(1_024));

    await(start(ID), State.KNOWN);
  }

  @Test
  void start_oneOfSeveralFails_takesNoneOfTheRound() {
    metadata.value("instance-type", "not\na type");

    InstanceDimensions instance =
        start(List.of(Ec2Dimension.INSTANCE_ID, Ec2Dimension.INSTANCE_TYPE));

    assertTrue(problem(instance).contains("instance-type"), problem(instance));
    assertEquals(List.of(), instance.known());
    metadata.value("instance-type", "t3.small");
    await(instance, State.KNOWN);
    assertEquals(2, instance.known().size());
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void start_otherStatusOfTheToken_isToldAndTriedAgain(int status, String words) {
    metadata.refuseTokens(status);
    InstanceDimensions instance = start(ID);

    assertTrue(problem(instance).contains(words), problem(instance));
    metadata.refuseTokens(0);
    await(instance, State.KNOWN);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(404, "is no EC2 metadata service"),
        Arguments.of(302, "answers with status 302"),
        Arguments.of(503, "answers with status 503"));
  }

  @Test
  void start_serviceSpeaksNoHttp_isToldAndTriedAgain() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread stranger = new Thread(() -> answerGarbage(socket));
      stranger.start();

      InstanceDimensions instance =
          start(ID, URI.create("http://127.0.0.1:" + socket.getLocalPort()));

      assertTrue(problem(instance).contains("http://127.0.0.1:"), problem(instance));
      assertEquals(List.of(), instance.known());
    }
  }

  private static void answerGarbage(ServerSocket socket) {
    try {
      while (true) {
        try (Socket accepted = socket.accept();
            InputStream request = accepted.getInputStream()) {
          var unused = request.read(new byte[4_096]);
          accepted.getOutputStream().write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));
        }
      }
    } catch (IOException e) {
      // The test has closed the socket.
    }
  }

  @Test
  void start_disabled_asksNothing() {
    try (InstanceDimensions instance =
        InstanceDimensions.start(new Ec2Config(ID, metadata.endpoint(), true))) {
      assertEquals(State.DISABLED, instance.status().state());
    }
    assertEquals(List.of(), metadata.asked());
  }

  @Test
  void close_whileUnknown_asksNoMore() {
    metadata.refuseTokens(503);
    InstanceDimensions instance = start(ID);
    var unused = problem(instance);

    instance.close();

    Await.until("its thread has ended", () -> !hasThread());
  }

  private static boolean hasThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("sidestat-metadata"));
  }
}
