package io.sidestat.collector.cli.doctor;

import io.sidestat.collector.admin.AdminClient;
import io.sidestat.collector.admin.StatusAnswer;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.LoadedConfig;
import io.sidestat.collector.config.SloConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * Runs the checks, side by side where they wait for others, and puts their findings in the order of
 * a sample's way: configuration, collector, sockets, journal, AWS; the objectives last. Ends within
 * half a minute, whatever hangs.
 */
public final class Doctor {
  /** All checks together; the JVM's start and end come on top. */
  private static final Duration TOTAL = Duration.ofSeconds(25);

  private static final Duration STATUS = Duration.ofSeconds(5);

  private final LoadedConfig loaded;
  private final CollectorConfig config;
  private final Map<String, String> environment;
  private final String version;
  private final InstantSource clock;
  private final Path proc;

  /**
   * A doctor for that configuration.
   *
   * @param environment of the process
   * @param version of this jar
   * @param proc where Linux tells of processes
   */
  public Doctor(
      LoadedConfig loaded,
      Map<String, String> environment,
      String version,
      InstantSource clock,
      Path proc) {
    this.loaded = loaded;
    this.config = loaded.config();
    this.environment = environment;
    this.version = version;
    this.clock = clock;
    this.proc = proc;
  }

  /**
   * What is to be looked at.
   *
   * @param slo objectives that the dashboard is made of
   * @param send whether a datum is really sent
   * @param dashboardRegion that the user looks at
   */
  public record Order(Optional<SloConfig> slo, boolean send, Optional<String> dashboardRegion) {}

  /** What is found where the configuration cannot be used. */
  public static Diagnosis ofUnusable(ConfigException mistakes) {
    return new Diagnosis(
        PublishingCheck.unusable(
            mistakes,
            "configuration",
            "mend them: a collector does not start with them either, and one that runs keeps its old"
                + " settings at a reload"));
  }

  /**
   * What is found where the file of objectives cannot be used: the same as without it, and that.
   */
  public static Diagnosis with(Diagnosis others, ConfigException mistakes) {
    List<Finding> findings = new ArrayList<>(others.findings());
    findings.addAll(
        PublishingCheck.unusable(
            mistakes, "objectives", "mend them, and what the file asks for is looked at"));
    return new Diagnosis(findings);
  }

  /** Looks at everything. */
  public Diagnosis examine(Order order) throws InterruptedException {
    boolean asksAws = config.publish().enabled() || order.send();
    try (Patience patience = new Patience(TOTAL)) {
      Optional<Future<AwsFacts>> aws =
          asksAws
              ? Optional.of(patience.begin(() -> aws(order).facts(patience)))
              : Optional.empty();
      StatusAnswer answer = new AdminClient(config.admin().address()).status(STATUS);
      Future<List<Finding>> local = patience.begin(() -> local(answer));
      Future<List<Finding>> objectives = patience.begin(() -> objectives(order));
      List<Finding> findings = new ArrayList<>(patience.await(local, TOTAL).orElse(late("host")));
      findings.addAll(
          aws.isPresent()
              ? patience
                  .await(aws.get(), TOTAL)
                  .map(facts -> ofAws(facts, answer, order))
                  .orElse(late("aws"))
              : List.of(notAsked(answer)));
      findings.addAll(patience.await(objectives, TOTAL).orElse(late("objectives")));
      return new Diagnosis(findings);
    }
  }

  private static List<Finding> late(String check) {
    return List.of(
        Finding.wrong(
            check,
            "not looked through within " + TOTAL.toSeconds() + " s: something hangs",
            "run doctor again; if it is the same, look at the disk of the journal, and at this host's"
                + " name servers"));
  }

  private AwsExamination aws(Order order) {
    return new AwsExamination(config, clock, order.send());
  }

  private List<Finding> local(StatusAnswer answer) {
    List<Finding> findings = new ArrayList<>(new PublishingCheck(loaded, answer).findings());
    findings.addAll(new CollectorCheck(config, answer, version, clock.instant()).findings());
    if (answer.kind() == StatusAnswer.Kind.COLLECTOR) {
      findings.addAll(new ListenersCheck(config, answer.status(), clock.instant()).findings());
      findings.addAll(new SamplesCheck(answer.status()).findings());
      findings.addAll(new DeliveryCheck(answer.status(), clock.instant()).findings());
    } else if (answer.kind() != StatusAnswer.Kind.COLLECTOR_WITHOUT_STATUS) {
      findings.addAll(new HostCheck(config, answer, proc).findings());
      findings.add(new JournalCheck(config.journal().path(), clock.instant()).finding());
    }
    return findings;
  }

  private List<Finding> objectives(Order order) {
    return order
        .slo()
        .map(slo -> new ObjectivesCheck(slo, config, clock.instant()).findings())
        .orElse(List.of());
  }

  private List<Finding> ofAws(AwsFacts facts, StatusAnswer answer, Order order) {
    String region = answer.status().path("publish").path("region").asText();
    List<Finding> findings =
        new ArrayList<>(
            new AccountCheck(
                    loaded,
                    facts,
                    order.dashboardRegion(),
                    Optional.of(region).filter(name -> !name.isEmpty()),
                    clock.instant())
                .findings());
    findings.addAll(new EndpointCheck(facts, environment).findings());
    findings.add(new PermissionCheck(config, facts).finding());
    return findings;
  }

  private static Finding notAsked(StatusAnswer answer) {
    return Finding.skipped(
        "aws",
        answer.status().path("publishing").asText().equals("on")
            ? "not asked, since the configuration given here is not the collector's"
            : "not asked, since publishing is off; --publish-enabled=true has it asked all the same");
  }
}
