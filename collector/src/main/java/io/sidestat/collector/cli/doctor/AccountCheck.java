package io.sidestat.collector.cli.doctor;

import io.sidestat.collector.config.Effective;
import io.sidestat.collector.config.LoadedConfig;
import io.sidestat.collector.publish.ProbeAnswer;
import io.sidestat.collector.query.AwsCredentials;
import io.sidestat.collector.query.AwsRegion;
import io.sidestat.collector.query.CallerIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where in AWS metrics go, and as whom. */
final class AccountCheck {
  private static final String REGION = "region";
  private static final String CREDENTIALS = "credentials";
  private static final String IDENTITY = "identity";

  /** What STS answers to credentials that are none, or no more. */
  private static final Set<String> REFUSED =
      Set.of(
          "InvalidClientTokenId",
          "UnrecognizedClientException",
          "SignatureDoesNotMatch",
          "ExpiredToken",
          "ExpiredTokenException",
          "RequestExpired",
          "AuthFailure");

  private final LoadedConfig loaded;
  private final AwsFacts facts;
  private final Optional<String> dashboardRegion;
  private final Optional<String> collectorRegion;
  private final Instant now;

  /**
   * A check of what was learned.
   *
   * @param dashboardRegion that the user looks at; empty if nobody said
   * @param collectorRegion that the running collector sends to; empty if that is not known
   */
  AccountCheck(
      LoadedConfig loaded,
      AwsFacts facts,
      Optional<String> dashboardRegion,
      Optional<String> collectorRegion,
      Instant now) {
    this.loaded = loaded;
    this.facts = facts;
    this.dashboardRegion = dashboardRegion;
    this.collectorRegion = collectorRegion;
    this.now = now;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    region(findings);
    findings.add(credentials());
    if (facts.region().isPresent() && facts.credentials().isPresent()) {
      findings.add(identity());
    }
    return findings;
  }

  private void region(List<Finding> findings) {
    if (facts.region().isEmpty()) {
      findings.add(
          Finding.stopping(
              REGION,
              "none found: AWS_REGION is not set, no profile names one, and no EC2 instance tells",
              "set AWS_REGION, such as AWS_REGION=ap-northeast-2, in the .env file or the"
                  + " environment of the collector, and restart it"));
      return;
    }
    AwsRegion region = facts.region().get();
    String found = region.name() + ", from " + source(region);
    if (region.known()) {
      findings.add(Finding.ok(REGION, found));
    } else {
      findings.add(
          Finding.note(
              REGION,
              found + "; the AWS SDK knows no such region",
              region
                  .meant()
                  .map(meant -> "did you mean " + meant + "?")
                  .orElse("check its spelling, such as ap-northeast-2")));
    }
    String sentTo = collectorRegion.orElse(region.name());
    if (!sentTo.equals(region.name())) {
      findings.add(
          Finding.note(
              REGION,
              "the running collector sends to " + sentTo,
              "give doctor the collector's own --env-file, or restart the collector"));
    }
    dashboardRegion
        .filter(looked -> !looked.equals(sentTo))
        .ifPresent(
            looked ->
                findings.add(
                    Finding.stopping(
                        REGION,
                        "metrics go to %s, and the dashboard looks at %s".formatted(sentTo, looked),
                        "set AWS_REGION=%s for the collector and restart it".formatted(looked)
                            + (region.known() ? orLookAt(sentTo) : ""))));
  }

  private static String orLookAt(String sentTo) {
    return ", or look at %s: in the console's region menu, and as \"region\" in the dashboard"
        .formatted(sentTo);
  }

  private String source(AwsRegion region) {
    return switch (region.source()) {
      case SETTING ->
          loaded.effective().stream()
              .filter(effective -> effective.key().equals("AWS_REGION"))
              .map(Effective::source)
              .findFirst()
              .orElse("AWS_DEFAULT_REGION");
      case PROFILE -> "the profile in ~/.aws/config";
      case INSTANCE -> "the EC2 instance";
    };
  }

  private Finding credentials() {
    if (facts.credentials().isEmpty()) {
      return Finding.stopping(
          CREDENTIALS,
          "none found: no AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, no profile, and no role of"
              + " an instance or container",
          "on EC2, give the instance a role with cloudwatch:PutMetricData (in a container there,"
              + " allow metadata a second hop: aws ec2 modify-instance-metadata-options"
              + " --instance-id ID --http-put-response-hop-limit 2); elsewhere set the two"
              + " variables");
    }
    AwsCredentials credentials = facts.credentials().get();
    String found =
        "access key ..." + credentials.keyEnd() + ", from " + credentials.source().words();
    Optional<Instant> expires = credentials.expires();
    if (expires.isEmpty()) {
      return Finding.ok(CREDENTIALS, found);
    }
    return expires.get().isBefore(now)
        ? Finding.stopping(
            CREDENTIALS,
            found
                + ", expired "
                + Ago.words(Duration.between(expires.get(), now))
                + " ago at "
                + expires.get(),
            "renew them; a role of the instance renews its own")
        : Finding.ok(CREDENTIALS, found + ", good until " + expires.get());
  }

  private Finding identity() {
    if (facts.identity().isEmpty()) {
      return unknown("STS does not answer in time");
    }
    CallerIdentity identity = facts.identity().get();
    if (identity.arn().isPresent()) {
      return Finding.ok(IDENTITY, identity.arn().get());
    }
    boolean taken =
        facts
            .probe()
            .map(ProbeAnswer::verdict)
            .filter(
                verdict ->
                    verdict == ProbeAnswer.Verdict.TAKEN
                        || verdict == ProbeAnswer.Verdict.REFUSED_CONTENT
                        || verdict == ProbeAnswer.Verdict.DENIED)
            .isPresent();
    if (REFUSED.contains(identity.errorCode()) && !taken) {
      return Finding.stopping(
          IDENTITY, "STS refuses the credentials: " + identity.words(), advice(identity));
    }
    return unknown("STS does not tell whose credentials these are: " + identity.words());
  }

  private static String advice(CallerIdentity identity) {
    return switch (identity.errorCode()) {
      case "ExpiredToken", "ExpiredTokenException" ->
          "renew the temporary credentials; a role of the instance renews its own";
      case "SignatureDoesNotMatch" ->
          "check AWS_SECRET_ACCESS_KEY for missing or added characters, and this host's clock";
      default -> "check AWS_ACCESS_KEY_ID: AWS does not know it, or it was deleted or switched off";
    };
  }

  private static Finding unknown(String found) {
    return Finding.note(
        IDENTITY,
        found,
        "that is no fault by itself where CloudWatch answers: a private subnet without an endpoint"
            + " for STS, and a stand-in for CloudWatch, have none");
  }
}
