package io.sidestat.collector.cli.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.publish.ClockSkew;
import io.sidestat.collector.publish.ProbeAnswer;
import io.sidestat.collector.query.AwsCredentials;
import io.sidestat.collector.query.AwsRegion;
import io.sidestat.collector.query.CallerIdentity;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether CloudWatch takes metrics of this identity, in the namespace configured. */
final class PermissionCheck {
  private static final String PERMISSION = "permission";
  private static final String SENDING_IS_PROOF =
      "doctor --send, which sends one datum, is the proof";

  private static final Pattern ASSUMED_ROLE =
      Pattern.compile("arn:[^:]*:sts::\\d*:assumed-role/([^/]+)/.*");

  private final CollectorConfig config;
  private final AwsFacts facts;

  PermissionCheck(CollectorConfig config, AwsFacts facts) {
    this.config = config;
    this.facts = facts;
  }

  Finding finding() {
    return facts
        .probe()
        .map(this::of)
        .orElse(Finding.skipped(PERMISSION, "CloudWatch could not be asked"));
  }

  private Finding of(ProbeAnswer answer) {
    return switch (answer.verdict()) {
      case TAKEN -> facts.sent() ? sent() : Finding.ok(PERMISSION, taken());
      case REFUSED_CONTENT -> facts.sent() ? notTaken(answer) : notDenied(answer);
      case DENIED -> denied(answer);
      case BAD_CREDENTIALS ->
          Finding.stopping(
              PERMISSION,
              "CloudWatch refuses the credentials (%s): %s".formatted(who(), answer.words()),
              advice(answer));
      case BUSY, NOT_ASKED, STRANGER, UNREACHABLE ->
          Finding.skipped(PERMISSION, "CloudWatch could not be asked");
    };
  }

  private Finding sent() {
    String environment = config.dimensions().getOrDefault("Environment", "");
    String region = facts.region().map(AwsRegion::name).orElse("REGION");
    return Finding.ok(
        PERMISSION,
        "CloudWatch took 1 datum: %s in %s, Environment=%s. A few minutes from now this shows it: aws cloudwatch list-metrics --region %s --namespace %s --metric-name %s"
            .formatted(
                AwsExamination.METRIC,
                config.namespace(),
                environment,
                region,
                config.namespace(),
                AwsExamination.METRIC));
  }

  private String taken() {
    return "a request without data was taken in namespace "
        + config.namespace()
        + ", so that the identity may send; "
        + SENDING_IS_PROOF;
  }

  private Finding notDenied(ProbeAnswer answer) {
    return Finding.ok(
        PERMISSION,
        "a request without data, in namespace %s, was refused for what it lacks (%s) and not for want of permission; AWS does not say which it looks at first, so %s"
            .formatted(config.namespace(), answer.words(), SENDING_IS_PROOF));
  }

  private Finding notTaken(ProbeAnswer answer) {
    return Finding.stopping(
        PERMISSION,
        "CloudWatch calls the datum invalid: " + answer.words(),
        "check namespace (" + config.namespace() + ") and the dimension Environment");
  }

  private Finding denied(ProbeAnswer answer) {
    return Finding.stopping(
        PERMISSION,
        "%s may not call cloudwatch:PutMetricData in namespace %s: %s"
            .formatted(who(), config.namespace(), answer.words()),
        "add this statement to the policy of "
            + role().map(name -> "the role " + name).orElse("that identity")
            + ": "
            + statement()
            + ". If it has it, look for a Deny: in a permissions boundary, a policy of the"
            + " organization, or of the VPC endpoint");
  }

  private String statement() {
    return "{\"Effect\": \"Allow\", \"Action\": \"cloudwatch:PutMetricData\", \"Resource\": \"*\","
        + " \"Condition\": {\"StringEquals\": {\"cloudwatch:namespace\": "
        + JsonNodeFactory.instance.textNode(config.namespace())
        + "}}}";
  }

  /** An instance's identity is its role, with the instance's id for a session. */
  private Optional<String> role() {
    return facts
        .identity()
        .flatMap(CallerIdentity::arn)
        .map(ASSUMED_ROLE::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1));
  }

  private String who() {
    return facts
        .identity()
        .flatMap(CallerIdentity::arn)
        .or(() -> facts.credentials().map(PermissionCheck::key))
        .orElse("the identity");
  }

  private static String key(AwsCredentials credentials) {
    return "access key ..." + credentials.keyEnd();
  }

  private static String advice(ProbeAnswer answer) {
    return answer.clock().filter(ClockSkew::spoilsSignatures).isPresent()
        ? "set this host's clock first"
        : "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the instance's role; temporary"
            + " credentials must be renewed, and need AWS_SESSION_TOKEN";
  }
}
