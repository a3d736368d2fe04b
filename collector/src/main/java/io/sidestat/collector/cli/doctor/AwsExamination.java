package io.sidestat.collector.cli.doctor;

import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.Unit;
import io.sidestat.collector.outside.Reach;
import io.sidestat.collector.publish.ProbeAnswer;
import io.sidestat.collector.publish.PutMetricDataProbe;
import io.sidestat.collector.query.AwsCredentials;
import io.sidestat.collector.query.AwsRegion;
import io.sidestat.collector.query.CallerIdentity;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * Asks AWS, and this host on the way to it, in steps that each have a bound: region and credentials
 * together, then the identity and CloudWatch together, then the way to CloudWatch if it does not
 * answer. Writes nothing unless told to send a datum.
 */
final class AwsExamination {
  /** The name of the datum that is really sent. */
  static final String METRIC = "Sidestat/Doctor";

  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration ON_THE_WAY = Duration.ofSeconds(3);

  /** A chain may ask the instance, several times with a second's patience each. */
  private static final Duration CHAIN = Duration.ofSeconds(8);

  /** Longer than an answer may take: the SDK is loaded, too, and names are resolved. */
  private static final Duration STEP = Duration.ofSeconds(7);

  private final CollectorConfig config;
  private final InstantSource clock;
  private final boolean send;

  AwsExamination(CollectorConfig config, InstantSource clock, boolean send) {
    this.config = config;
    this.clock = clock;
    this.send = send;
  }

  AwsFacts facts(Patience patience) throws InterruptedException {
    Future<Optional<AwsRegion>> askedRegion = patience.begin(AwsRegion::find);
    Future<Optional<AwsCredentials>> askedCredentials = patience.begin(AwsCredentials::find);
    Optional<AwsRegion> region = patience.await(askedRegion, CHAIN).flatMap(found -> found);
    Optional<AwsCredentials> credentials =
        patience.await(askedCredentials, CHAIN).flatMap(found -> found);
    if (region.isEmpty() || credentials.isEmpty()) {
      return new AwsFacts(
          region, credentials, Optional.empty(), Optional.empty(), send, Optional.empty());
    }
    Future<CallerIdentity> askedIdentity = patience.begin(() -> CallerIdentity.ask(ANSWER));
    Future<ProbeAnswer> askedProbe = patience.begin(this::probe);
    Optional<ProbeAnswer> probe = patience.await(askedProbe, STEP);
    Optional<CallerIdentity> identity = patience.await(askedIdentity, STEP);
    return new AwsFacts(region, credentials, identity, probe, send, reach(patience, probe));
  }

  private static Optional<Reach> reach(Patience patience, Optional<ProbeAnswer> probe)
      throws InterruptedException {
    if (probe.isEmpty()
        || probe.get().verdict() != ProbeAnswer.Verdict.UNREACHABLE
        || probe.get().asked().isEmpty()) {
      return Optional.empty();
    }
    ProbeAnswer answer = probe.get();
    URI asked = answer.asked().get();
    return patience.await(patience.begin(() -> reach(answer, asked)), STEP);
  }

  private ProbeAnswer probe() {
    PutMetricDataProbe probe = new PutMetricDataProbe(config.publish(), clock, ANSWER);
    return send ? probe.send(batch()) : probe.ask(config.namespace());
  }

  private DatumBatch batch() {
    String environment = config.dimensions().getOrDefault("Environment", "");
    Datum datum =
        new Datum(
            METRIC,
            List.of(new Dimension("Environment", environment)),
            clock.millis(),
            Unit.COUNT,
            60,
            null,
            new double[] {1},
            new double[] {1});
    return new DatumBatch(config.namespace(), List.of(datum));
  }

  /** To the proxy if there is one: who goes through it need not reach the address itself. */
  private static Reach reach(ProbeAnswer answer, URI asked) {
    if (answer.proxy().isEmpty()) {
      return Reach.of(asked, ON_THE_WAY);
    }
    String proxy = answer.proxy().get();
    int colon = proxy.lastIndexOf(':');
    return Reach.of(
        proxy.substring(0, colon), Integer.parseInt(proxy.substring(colon + 1)), false, ON_THE_WAY);
  }
}
