package io.sidestat.collector.cli;

import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.model.Untrusted;
import io.sidestat.collector.query.Fleet;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sidestat cost}: what CloudWatch charges for what the journal holds, by metric name. */
@Command(
    name = "cost",
    mixinStandardHelpOptions = true,
    description = {
      "Estimates what CloudWatch charges a month, by metric name, from this host's journal.",
      "Works whether the collector runs or not, and whether it publishes or not. Roll-ups and prices"
          + " are those of the configuration given here: give the collector's, or others to see"
          + " what they would cost."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:answered, with data or without",
      "1:the journal cannot be read",
      "2:a mistake in the call or the configuration"
    })
final class CostCommand implements Callable<Integer> {
  private final Map<String, String> environment;
  private final InstantSource clock;

  @Option(
      names = "--since",
      paramLabel = "DURATION",
      defaultValue = "24h",
      converter = QueryCommand.DurationConverter.class,
      description = "How far to look back: 15m, 1h, 7d. Default: ${DEFAULT-VALUE}.")
  private Duration since = Duration.ofHours(24);

  @Option(
      names = "--hosts",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How many hosts publish as this one does: each sends its requests, and they share their"
              + " metrics, but for those with a dimension of --per-host. Default:"
              + " ${DEFAULT-VALUE}.")
  private int hosts = 1;

  @Option(
      names = "--per-host",
      paramLabel = "NAME",
      description =
          "A dimension that tells hosts apart; may be given several times. Default: InstanceId.")
  private List<String> perHost = new ArrayList<>();

  @Option(
      names = "--other-metrics",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "How many custom metrics the account has besides, which are charged first and so fill the"
              + " dearer prices. Default: ${DEFAULT-VALUE}.")
  private long otherMetrics;

  @Option(names = "--json", description = "Print JSON in place of a table.")
  private boolean json;

  @Mixin
  private ConfigOptions options =
      ConfigOptions.showing(
          "journal.path", "rollups", "publish-original", "prices.metric", "prices.request");

  @Spec private CommandSpec spec = CommandSpec.create();

  CostCommand(Map<String, String> environment, InstantSource clock) {
    this.environment = environment;
    this.clock = clock;
  }

  @Override
  public Integer call() throws ConfigException, IOException {
    Fleet fleet = fleet();
    CollectorConfig config = options.load(environment).config();
    try {
      print(CostReport.of(config, clock.instant(), since, fleet, Integer.MAX_VALUE));
      return 0;
    } catch (JournalException e) {
      spec.commandLine()
          .getErr()
          .println("sidestat: " + Untrusted.printable(String.valueOf(e.getMessage())));
      return 1;
    }
  }

  private Fleet fleet() {
    if (hosts < 1 || hosts > CostReport.HOSTS_MAX) {
      throw mistake("--hosts: found " + hosts + ", allowed: 1 to " + CostReport.HOSTS_MAX);
    }
    if (otherMetrics < 0) {
      throw mistake("--other-metrics: found " + otherMetrics + ", allowed: 0 or more");
    }
    return new Fleet(
        hosts, perHost.isEmpty() ? CostReport.PER_HOST_DEFAULT : Set.copyOf(perHost), otherMetrics);
  }

  private ParameterException mistake(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void print(CostReport report) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(report.json());
    } else if (report.isEmpty()) {
      spec.commandLine().getErr().println(report.nothingFound());
    } else {
      out.print(report.text());
    }
    out.flush();
  }
}
