package io.sidestat.collector.cli.doctor;

import io.sidestat.collector.outside.Reach;
import io.sidestat.collector.publish.ClockSkew;
import io.sidestat.collector.publish.ProbeAnswer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether CloudWatch can be reached, by which way, and how its clock and ours agree. */
final class EndpointCheck {
  private static final String ENDPOINT = "endpoint";
  private static final String CLOCK = "clock";

  /** What other programs take for a proxy, and the SDK's client here does not. */
  private static final List<String> IGNORED = List.of("ALL_PROXY", "all_proxy");

  private final AwsFacts facts;
  private final Map<String, String> environment;

  /**
   * A check of what was learned.
   *
   * @param environment of the process
   */
  EndpointCheck(AwsFacts facts, Map<String, String> environment) {
    this.facts = facts;
    this.environment = environment;
  }

  List<Finding> findings() {
    if (facts.region().isEmpty() || facts.credentials().isEmpty()) {
      return List.of(
          Finding.skipped(ENDPOINT, "CloudWatch is not asked without a region and credentials"));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(facts.probe().map(this::endpoint).orElseGet(EndpointCheck::hangs));
    proxyIgnored().ifPresent(findings::add);
    facts.probe().map(EndpointCheck::clock).ifPresent(findings::add);
    return findings;
  }

  private static Finding hangs() {
    return Finding.stopping(
        ENDPOINT,
        "CloudWatch does not answer in time, and nothing says why",
        "something on the way holds it up or answers a byte at a time: check AWS_ENDPOINT_URL,"
            + " publish.endpoint and any proxy, the host's name servers (getent hosts"
            + " monitoring.REGION.amazonaws.com) and its way out");
  }

  private Finding endpoint(ProbeAnswer answer) {
    String where = answer.asked().map(URI::toString).orElse("(nowhere)") + way(answer);
    return switch (answer.verdict()) {
      case TAKEN, REFUSED_CONTENT, DENIED, BAD_CREDENTIALS ->
          Finding.ok(ENDPOINT, where + " answers, with HTTP " + answer.httpStatus());
      case BUSY ->
          Finding.note(
              ENDPOINT,
              where + " answers that it is busy or broken: " + answer.words(),
              "that passes: the collector keeps what is unsent and sends it later");
      case STRANGER ->
          Finding.stopping(
              ENDPOINT,
              where + " answers, but not as CloudWatch does: " + answer.words(),
              "look what stands there: curl -i "
                  + where
                  + "; a proxy, a login page, or a wrong"
                  + " AWS_ENDPOINT_URL or publish.endpoint");
      case NOT_ASKED -> Finding.stopping(ENDPOINT, "nothing could be asked: " + answer.words(), "");
      case UNREACHABLE ->
          Finding.stopping(ENDPOINT, where + " does not answer: " + why(answer), advice(answer));
    };
  }

  private static String way(ProbeAnswer answer) {
    return answer.proxy().map(proxy -> " through the proxy " + proxy).orElse("");
  }

  private String why(ProbeAnswer answer) {
    return facts
        .reach()
        .map(
            reach ->
                reach.step().isPresent()
                    ? reach.words()
                    : reach.words() + " can be connected to; " + answer.words())
        .orElse(answer.words());
  }

  private String advice(ProbeAnswer answer) {
    if (answer.proxy().isPresent()) {
      return "check that the proxy runs and lets monitoring.REGION.amazonaws.com:443 through; it is"
          + " from HTTPS_PROXY (HTTP_PROXY for an http address), or from Java's properties https.proxyHost or http.proxyHost";
    }
    Reach.Step step = facts.reach().flatMap(Reach::step).orElse(null);
    if (step == Reach.Step.NAME) {
      return "check AWS_REGION, AWS_ENDPOINT_URL and publish.endpoint for a slip, and this host's"
          + " name servers";
    }
    if (step == Reach.Step.TLS) {
      return "somebody on the way holds up or rewrites TLS: if it is your company's proxy, add its"
          + " certificate to Java's trust store (keytool -importcert -cacerts); if https stands"
          + " before an address that speaks http, mend that";
    }
    if (step == Reach.Step.CONNECTION) {
      return "open the way out to port 443: the security group's outbound rules, the subnet's route"
          + " (a NAT gateway, or a VPC endpoint for monitoring), a firewall; or check"
          + " AWS_ENDPOINT_URL and publish.endpoint";
    }
    return "whoever takes the connection does not answer: check AWS_ENDPOINT_URL,"
        + " publish.endpoint and what stands on the way";
  }

  /** Only if no other way names a proxy: then nobody goes where these variables say. */
  private Optional<Finding> proxyIgnored() {
    boolean used = facts.probe().flatMap(ProbeAnswer::proxy).isPresent();
    return IGNORED.stream()
        .filter(name -> !used && !environment.getOrDefault(name, "").isEmpty())
        .findFirst()
        .map(
            name ->
                Finding.note(
                    ENDPOINT,
                    name + " is set, and the AWS SDK's client in Sidestat does not read it",
                    "if CloudWatch is only reached by a proxy, set HTTPS_PROXY for the collector"));
  }

  private static Finding clock(ProbeAnswer answer) {
    if (answer.clock().isEmpty()) {
      return Finding.skipped(CLOCK, "no answer of CloudWatch's has a date to compare with");
    }
    ClockSkew skew = answer.clock().get();
    if (skew.spoilsSignatures()) {
      return Finding.stopping(
          CLOCK,
          skew.toString(),
          "CloudWatch refuses signatures that are 5 minutes off, and data from more than 2 hours"
              + " ahead: chronyc tracking or timedatectl says whether the clock is kept");
    }
    return skew.isNoticeable()
        ? Finding.note(CLOCK, skew.toString(), "from 5 minutes on, CloudWatch refuses what is sent")
        : Finding.ok(CLOCK, "agrees with CloudWatch's");
  }
}
