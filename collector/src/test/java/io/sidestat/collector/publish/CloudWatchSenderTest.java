package io.sidestat.collector.publish;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.cloudwatch.Answer;
import io.sidestat.collector.cloudwatch.AwsProperties;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.cloudwatch.MetricKey;
import io.sidestat.collector.cloudwatch.ReceivedDatum;
import io.sidestat.collector.cloudwatch.ReceivedRequest;
import io.sidestat.collector.config.PublishConfig;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.StatisticSet;
import io.sidestat.collector.model.Unit;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real SDK against an endpoint that decodes what arrives. */
final class CloudWatchSenderTest {
  private static final double[] NOTHING = {};
  private static final double[] ONE = {1};
  private static final long MINUTE =
      System.currentTimeMillis() - Math.floorMod(System.currentTimeMillis(), 60_000L);

  /** Enough for a body above 10 KB. */
  private static final Datum[] LARGE =
      Stream.generate(() -> distributionOf(150)).limit(10).toArray(Datum[]::new);

  @RegisterExtension final AwsProperties aws = new AwsProperties();

  private final FakeCloudWatch cloudWatch = FakeCloudWatch.start();
  private CloudWatchSender sender = senderTo(cloudWatch.endpoint(), InstantSource.system());

  @AfterEach
  void close() {
    sender.close();
    cloudWatch.close();
  }

  @Test
  void send_distribution_arrivesWithStatisticsValuesAndCounts() throws SendException {
    StatisticSet statistics = new StatisticSet(3.5, 1234.5678, 100.25, 900.125);
    double[] values = {100.25, 333.3333333333333, 900.125};
    double[] counts = {1, 1.5, 1};
    sender.send(batch(datum("ResponseTime", Unit.MILLISECONDS, 60, statistics, values, counts)));

    ReceivedDatum datum = onlyDatum();
    assertEquals(
        new MetricKey(
            "ReFit/AI",
            "ResponseTime",
            "Milliseconds",
            Map.of("Endpoint", "/api/x", "Environment", "production")),
        datum.key());
    assertEquals(MINUTE, datum.timestampEpochMillis());
    assertEquals(60, datum.storageResolutionSeconds());
    assertEquals(statistics, datum.statistics());
    assertArrayEquals(values, datum.values());
    assertArrayEquals(counts, datum.counts());
  }

  @Test
  void send_counter_arrivesAsStatisticsAlone() throws SendException {
    StatisticSet increments = new StatisticSet(10, 13, 1, 4);
    sender.send(batch(datum("RequestCount", Unit.COUNT, 1, increments, NOTHING, NOTHING)));

    ReceivedDatum datum = onlyDatum();
    assertEquals("Count", datum.key().unit());
    assertEquals(1, datum.storageResolutionSeconds());
    assertEquals(increments, datum.statistics());
    assertEquals(0, datum.values().length);
  }

  @Test
  void send_gauge_arrivesAsValue() throws SendException {
    sender.send(batch(datum("Load", Unit.NONE, 60, null, new double[] {-2.5}, ONE)));

    ReceivedDatum datum = onlyDatum();
    assertEquals("None", datum.key().unit());
    assertNull(datum.statistics());
    assertArrayEquals(new double[] {-2.5}, datum.values());
  }

  @Test
  void send_withoutDimensions_arrivesWithNone() throws SendException {
    Datum datum = new Datum("Load", List.of(), MINUTE, Unit.NONE, 60, null, new double[] {0}, ONE);
    sender.send(new DatumBatch("ReFit/AI", List.of(datum)));

    assertEquals(Map.of(), onlyDatum().key().dimensions());
  }

  @Test
  void send_over10KilobytesOfBody_isGzipped() throws SendException {
    sender.send(batch(LARGE));
    sender.send(batch(distributionOf(3)));

    ReceivedRequest large = cloudWatch.requests().get(0);
    assertEquals("gzip", large.headers().get("content-encoding"));
    assertTrue(large.bodyBytes() > 10_240, () -> "bytes=" + large.bodyBytes());
    assertTrue(large.wireBytes() < large.bodyBytes(), () -> "bytes=" + large.wireBytes());
    assertEquals(LARGE.length, large.datums().size());
    ReceivedRequest small = cloudWatch.requests().get(1);
    assertFalse(small.headers().containsKey("content-encoding"));
    assertEquals(small.bodyBytes(), small.wireBytes());
  }

  @Test
  void send_everyRequest_namesProtocolAndIsSigned() throws SendException {
    sender.send(batch(distributionOf(1)));

    Map<String, String> headers = cloudWatch.requests().get(0).headers();
    assertEquals("rpc-v2-cbor", headers.get("smithy-protocol"));
    assertTrue(
        String.valueOf(headers.get("authorization")).contains("/ap-northeast-2/monitoring/"),
        headers::toString);
  }

  @Test
  void send_throttled_isToBeRetriedSlower() {
    SendException e = failure(Answer.throttle());

    assertEquals(SendException.Kind.THROTTLED, e.kind());
    assertFalse(e.ambiguous());
    assertMessage(e, "HTTP 400 ThrottlingException", "Rate exceeded");
  }

  @Test
  void send_serverFails_isToBeRetriedAndInDoubt() {
    for (Answer answer : List.of(Answer.internalFailure(), Answer.unavailable())) {
      SendException e = failure(answer);

      assertEquals(SendException.Kind.RETRY, e.kind());
      assertTrue(e.ambiguous());
      assertMessage(e, "HTTP " + answer.status(), answer.code());
    }
  }

  @Test
  void send_accessDenied_namesPermissionAndIdentity() {
    SendException e = failure(Answer.accessDenied());

    assertEquals(SendException.Kind.SETUP, e.kind());
    assertFalse(e.ambiguous());
    assertMessage(
        e,
        "cloudwatch:PutMetricData",
        "arn:aws:sts::123456789012:assumed-role/web/i-0abc",
        "access key ...MPLE",
        "region ap-northeast-2",
        "CloudWatchAgentServerPolicy",
        "{\"Effect\":\"Allow\",\"Action\":\"cloudwatch:PutMetricData\",\"Resource\":\"*\"}");
    assertFalse(String.valueOf(e.getMessage()).contains("AKIDEX"), "the whole key");
  }

  @Test
  void send_tokenExpired_pointsToTheCredentials() {
    SendException e = failure(Answer.expiredToken());

    assertEquals(SendException.Kind.SETUP, e.kind());
    assertMessage(e, "ExpiredToken", "AWS_ACCESS_KEY_ID", "instance role", "clock");
  }

  @Test
  void send_invalid_isNotToBeRetried() {
    SendException e = failure(Answer.invalid());

    assertEquals(SendException.Kind.INVALID, e.kind());
    assertFalse(e.ambiguous());
    assertMessage(e, "InvalidParameterValue", "The value for parameter Values is invalid");
  }

  @ParameterizedTest
  @ValueSource(ints = {-400, 400})
  void send_signatureRefusedAndClockWrong_namesTheClock(int secondsAhead) {
    reopen(cloudWatch.endpoint(), Duration.ofSeconds(secondsAhead));

    SendException e = failure(Answer.error(403, "SignatureDoesNotMatch", "Signature expired"));

    assertEquals(SendException.Kind.SETUP, e.kind());
    String side = secondsAhead < 0 ? "s behind CloudWatch's" : "s ahead of CloudWatch's";
    assertMessage(e, "this host's clock is", side, "chrony");
  }

  @Test
  void send_invalidWithTheClockHoursAhead_blamesTheClockAndNotTheData() {
    reopen(cloudWatch.endpoint(), Duration.ofHours(3));

    SendException e = failure(Answer.invalid());

    assertEquals(SendException.Kind.SETUP, e.kind());
    assertMessage(e, "this host's clock is 10", "s ahead of CloudWatch's");
  }

  @Test
  void send_invalidWithTheClockHoursBehind_isInvalid() {
    reopen(cloudWatch.endpoint(), Duration.ofHours(-3));

    assertEquals(SendException.Kind.INVALID, failure(Answer.invalid()).kind());
  }

  @Test
  void send_tooLarge_isToBeSentInParts() {
    for (Answer answer :
        List.of(Answer.error(413, "RequestEntityTooLarge", "over 1 MB"), Answer.page(413))) {
      SendException e = failure(answer);

      assertEquals(SendException.Kind.TOO_LARGE, e.kind());
      assertFalse(e.ambiguous());
      assertMessage(e, "HTTP 413", "proxy");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 301, 400, 403, 404, 407})
  void send_pageOfSomebodyElse_isToBeRetriedAndPointsToTheAddress(int status) {
    SendException e = failure(Answer.page(status));

    assertEquals(SendException.Kind.RETRY, e.kind());
    assertFalse(e.ambiguous());
    assertMessage(e, "AWS_ENDPOINT_URL", "proxy");
  }

  @Test
  void send_connectionClosedWithoutAnswer_isToBeRetriedAndInDoubt() {
    SendException e = failure(Answer.closeConnection());

    assertEquals(SendException.Kind.RETRY, e.kind());
    assertTrue(e.ambiguous());
    assertMessage(e, "no answer from CloudWatch");
  }

  @Test
  void send_connectionReusedThenClosed_isAttemptedOnce() throws SendException {
    sender.send(batch(distributionOf(1)));
    SendException e = failure(Answer.closeConnection());

    assertTrue(e.ambiguous());
  }

  @Test
  void send_largeConnectionReusedThenClosed_isAttemptedOnce() throws SendException {
    sender.send(batch(distributionOf(1)));
    cloudWatch.script(Answer.closeConnection());

    assertThrows(SendException.class, () -> sender.send(batch(LARGE)));

    assertEquals(2, cloudWatch.requests().size());
  }

  @Test
  void send_nobodyListens_isToBeRetriedAndNotInDoubt() {
    cloudWatch.close();

    SendException e =
        assertThrows(SendException.class, () -> sender.send(batch(distributionOf(1))));

    assertEquals(SendException.Kind.RETRY, e.kind());
    assertFalse(e.ambiguous());
    assertMessage(e, "cannot be reached", "refused", "AWS_REGION");
  }

  @Test
  void send_unknownHost_isToBeRetriedAndNotInDoubt() {
    reopen(URI.create("http://sidestat.invalid:1"));

    SendException e =
        assertThrows(SendException.class, () -> sender.send(batch(distributionOf(1))));

    assertEquals(SendException.Kind.RETRY, e.kind());
    assertFalse(e.ambiguous());
    assertMessage(e, "cannot be reached", "UnknownHostException");
  }

  @Test
  void send_noRegion_namesTheVariable() {
    aws.clear("aws.region");

    SendException e =
        assertThrows(SendException.class, () -> sender.send(batch(distributionOf(1))));

    assertEquals(SendException.Kind.SETUP, e.kind());
    assertMessage(e, "AWS_REGION");
    assertEquals(List.of(), cloudWatch.requests());
  }

  @Test
  void send_regionSetAfterAFailure_works() throws SendException {
    aws.clear("aws.region");
    assertThrows(SendException.class, () -> sender.send(batch(distributionOf(1))));
    System.setProperty("aws.region", "ap-northeast-2");

    sender.send(batch(distributionOf(1)));

    assertEquals(1, cloudWatch.requests().size());
  }

  @Test
  void send_noCredentials_namesRoleAndVariables() {
    aws.clear("aws.accessKeyId");
    aws.clear("aws.secretAccessKey");

    SendException e =
        assertThrows(SendException.class, () -> sender.send(batch(distributionOf(1))));

    assertEquals(SendException.Kind.SETUP, e.kind());
    assertMessage(e, "credentials", "cloudwatch:PutMetricData", "AWS_ACCESS_KEY_ID", "role");
    assertEquals(List.of(), cloudWatch.requests());
  }

  @Test
  void send_afterAFailure_works() throws SendException {
    var unused = failure(Answer.internalFailure());

    sender.send(batch(distributionOf(1)));

    assertEquals(1, cloudWatch.metrics().size());
  }

  private void reopen(URI endpoint) {
    reopen(endpoint, Duration.ZERO);
  }

  /** With this host's clock ahead by that much. */
  private void reopen(URI endpoint, Duration ahead) {
    sender.close();
    sender = senderTo(endpoint, InstantSource.offset(InstantSource.system(), ahead));
  }

  private static CloudWatchSender senderTo(URI endpoint, InstantSource clock) {
    return new CloudWatchSender(
        new PublishConfig(true, Optional.of(endpoint), Duration.ZERO), clock);
  }

  /** The failure that an answer becomes, of a send that makes exactly one attempt. */
  private SendException failure(Answer answer) {
    int before = cloudWatch.requests().size();
    cloudWatch.script(answer);
    SendException e =
        assertThrows(SendException.class, () -> sender.send(batch(distributionOf(1))));
    assertEquals(before + 1, cloudWatch.requests().size(), "attempts");
    return e;
  }

  private static void assertMessage(SendException e, String... parts) {
    String message = String.valueOf(e.getMessage());
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "no \"" + part + "\" in: " + message);
    }
  }

  private ReceivedDatum onlyDatum() {
    List<ReceivedRequest> requests = cloudWatch.requests();
    assertEquals(1, requests.size());
    assertEquals(200, requests.get(0).status());
    assertEquals(1, requests.get(0).datums().size());
    return requests.get(0).datums().get(0);
  }

  private static DatumBatch batch(Datum... datums) {
    return new DatumBatch("ReFit/AI", List.of(datums));
  }

  private static Datum distributionOf(int values) {
    double[] ascending = IntStream.range(0, values).mapToDouble(i -> 1.1 + i).toArray();
    double[] counts = IntStream.range(0, values).mapToDouble(i -> 1).toArray();
    StatisticSet statistics =
        new StatisticSet(values, 1.1 * values, ascending[0], ascending[values - 1]);
    return datum("ResponseTime", Unit.MILLISECONDS, 60, statistics, ascending, counts);
  }

  private static Datum datum(
      String name,
      Unit unit,
      int resolution,
      @Nullable StatisticSet statistics,
      double[] values,
      double[] counts) {
    List<Dimension> dimensions =
        List.of(new Dimension("Endpoint", "/api/x"), new Dimension("Environment", "production"));
    return new Datum(name, dimensions, MINUTE, unit, resolution, statistics, values, counts);
  }
}
