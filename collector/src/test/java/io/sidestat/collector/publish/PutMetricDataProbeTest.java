package io.sidestat.collector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.cloudwatch.Answer;
import io.sidestat.collector.cloudwatch.AwsProperties;
import io.sidestat.collector.cloudwatch.FakeCloudWatch;
import io.sidestat.collector.config.PublishConfig;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.Unit;
import io.sidestat.collector.publish.ProbeAnswer.Verdict;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The probe, with the real SDK against a CloudWatch on the loopback. */
class PutMetricDataProbeTest {
  @RegisterExtension final AwsProperties aws = new AwsProperties();

  private final FakeCloudWatch cloudWatch = FakeCloudWatch.start();

  @AfterEach
  void close() {
    cloudWatch.close();
  }

  @Test
  void ask_allowed_isRefusedForItsContentAndStoresNothing() {
    ProbeAnswer answer = ask();

    assertEquals(Verdict.REFUSED_CONTENT, answer.verdict());
    assertEquals(400, answer.httpStatus());
    assertEquals(Optional.of(cloudWatch.endpoint()), answer.asked());
    assertEquals(1, cloudWatch.requests().size());
    assertEquals(Set.of(), cloudWatch.metrics());
    assertFalse(answer.clock().orElseThrow().isNoticeable());
  }

  @Test
  void ask_denied_isDenied() {
    cloudWatch.alwaysAnswer(Answer.accessDenied());

    ProbeAnswer answer = ask();

    assertEquals(Verdict.DENIED, answer.verdict());
    assertTrue(answer.words().startsWith("HTTP 403 AccessDenied: User: arn:"), answer.words());
  }

  @Test
  void ask_eachAnswer_hasItsVerdict() {
    assertVerdict(Verdict.BAD_CREDENTIALS, Answer.expiredToken());
    assertVerdict(Verdict.BUSY, Answer.throttle());
    assertVerdict(Verdict.BUSY, Answer.unavailable());
    assertVerdict(Verdict.STRANGER, Answer.page(200));
    assertVerdict(Verdict.STRANGER, Answer.page(502));
    assertVerdict(Verdict.UNREACHABLE, Answer.closeConnection());
  }

  @Test
  void ask_nobodyThere_isUnreachableAndSaysWhereItAsked() {
    cloudWatch.close();

    ProbeAnswer answer = ask();

    assertEquals(Verdict.UNREACHABLE, answer.verdict());
    assertEquals(Optional.of(cloudWatch.endpoint()), answer.asked());
    assertEquals(0, answer.httpStatus());
  }

  @Test
  void ask_endpointHangs_endsWhenPatienceDoes() {
    cloudWatch.alwaysAnswer(Answer.hang());

    ProbeAnswer answer = probe(cloudWatch.endpoint(), Duration.ofMillis(300)).ask("ReFit/AI");

    assertEquals(Verdict.UNREACHABLE, answer.verdict());
  }

  @Test
  void ask_noCredentials_isNotAsked() {
    aws.clear("aws.accessKeyId");

    ProbeAnswer answer = ask();

    assertEquals(Verdict.NOT_ASKED, answer.verdict());
    assertEquals(List.of(), cloudWatch.requests());
  }

  @Test
  void ask_clockOfThisHostIsAhead_isTold() {
    InstantSource ahead = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(7));
    ProbeAnswer answer =
        new PutMetricDataProbe(config(cloudWatch.endpoint()), ahead, Duration.ofSeconds(5))
            .ask("ReFit/AI");

    assertTrue(answer.clock().orElseThrow().spoilsSignatures());
  }

  @Test
  void send_aDatum_storesIt() {
    Datum datum =
        new Datum(
            "Sidestat/Doctor",
            List.of(new Dimension("Environment", "production")),
            System.currentTimeMillis(),
            Unit.COUNT,
            60,
            null,
            new double[] {1},
            new double[] {1});

    ProbeAnswer answer =
        probe(cloudWatch.endpoint(), Duration.ofSeconds(5))
            .send(new DatumBatch("ReFit/AI", List.of(datum)));

    assertEquals(Verdict.TAKEN, answer.verdict());
    assertEquals(1, cloudWatch.metrics().size());
  }

  @Test
  void proxy_ofAProperty_isTheOneUsed() {
    URI address = URI.create("https://monitoring.ap-northeast-2.amazonaws.com");
    assertEquals(Optional.empty(), SdkProxy.on(address));
    try {
      System.setProperty("https.proxyHost", "proxy.test");
      System.setProperty("https.proxyPort", "3128");

      assertEquals(Optional.of("proxy.test:3128"), SdkProxy.on(address));
    } finally {
      System.clearProperty("https.proxyHost");
      System.clearProperty("https.proxyPort");
    }
  }

  private void assertVerdict(Verdict verdict, Answer answer) {
    cloudWatch.alwaysAnswer(answer);

    assertEquals(verdict, ask().verdict(), answer.toString());
  }

  private ProbeAnswer ask() {
    return probe(cloudWatch.endpoint(), Duration.ofSeconds(5)).ask("ReFit/AI");
  }

  private static PutMetricDataProbe probe(URI endpoint, Duration patience) {
    return new PutMetricDataProbe(config(endpoint), InstantSource.system(), patience);
  }

  private static PublishConfig config(URI endpoint) {
    return new PublishConfig(true, Optional.of(endpoint), Duration.ZERO);
  }
}
