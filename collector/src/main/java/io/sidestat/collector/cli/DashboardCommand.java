package io.sidestat.collector.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sidestat.collector.admin.AsciiJson;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.model.Untrusted;
import io.sidestat.collector.slo.Dashboard;
import io.sidestat.collector.slo.SloMetrics;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sidestat dashboard}: the body of a CloudWatch dashboard for a file of objectives. */
@Command(
    name = "dashboard",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the body of a CloudWatch dashboard: for each endpoint response time, availability,"
          + " traffic and error budget burned.",
      "It asks for exactly the sets of dimensions that the configuration given here publishes: give"
          + " the collector's. To put it there:",
      "  aws cloudwatch put-dashboard --dashboard-name NAME --dashboard-body file://dashboard.json"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:printed",
      "2:a mistake in the call, the objectives or the configuration, or nobody publishes what the"
          + " dashboard would ask for"
    })
final class DashboardCommand implements Callable<Integer> {
  private static final Pattern REGION = Pattern.compile("[a-z]{2}[a-z0-9-]{3,30}");

  private final Map<String, String> environment;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "The region that the metrics are in. Default: AWS_REGION.")
  private @Nullable String region;

  @Mixin private SloOptions options = new SloOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  DashboardCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws ConfigException, JsonProcessingException {
    SloOptions.Loaded loaded = options.load(environment);
    PrintWriter err = spec.commandLine().getErr();
    loaded.printNotes(err);
    Optional<String> in = Optional.ofNullable(region).or(loaded::region);
    in.filter(name -> !REGION.matcher(name).matches())
        .ifPresent(
            name -> {
              throw new ParameterException(
                  spec.commandLine(),
                  "--region: found "
                      + Untrusted.quoted(name)
                      + ", allowed: a region's name, such as ap-northeast-2");
            });
    boolean missing = SloOptions.Loaded.printMissing(loaded.metrics().missing(), err);
    if (in.isEmpty()) {
      err.println("sidestat: a graph needs a region: give --region, or set AWS_REGION");
    }
    boolean tooMany = sayIfTooMany(loaded.metrics(), err);
    if (missing || in.isEmpty() || tooMany) {
      return 2;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        AsciiJson.mapper()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(Dashboard.body(loaded.metrics().endpoints(), in.get())));
    out.flush();
    return 0;
  }

  private static boolean sayIfTooMany(SloMetrics metrics, PrintWriter err) {
    int widgets = Dashboard.widgets(metrics.endpoints().size());
    boolean tooMany = widgets > Dashboard.WIDGETS_MAX;
    if (tooMany) {
      err.printf(
          "sidestat: a dashboard has at most %d graphs, and %d endpoints need %d: split the file of"
              + " objectives%n",
          Dashboard.WIDGETS_MAX, metrics.endpoints().size(), widgets);
    }
    return tooMany;
  }
}
