package io.sidestat.collector.cli;

import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Untrusted;
import io.sidestat.collector.outside.WebhookException;
import io.sidestat.collector.query.CloudWatchMetrics;
import io.sidestat.collector.query.JournalMetrics;
import io.sidestat.collector.query.MetricReadException;
import io.sidestat.collector.query.MetricReader;
import io.sidestat.collector.query.QueryBounds;
import io.sidestat.collector.slo.Demands;
import io.sidestat.collector.slo.Result;
import io.sidestat.collector.slo.Verification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sidestat verify}: whether objectives are kept, for people and for pipelines. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Says of each objective whether it is kept: what was measured, of how many samples, and how"
          + " much of the error budget is left.",
      "Asks CloudWatch, which has all hosts, or with --local this host's journal."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every objective is kept",
      "1:one or more are violated",
      "2:a mistake in the call, the objectives or the configuration",
      "3:none is violated, and of one or more there is no data or not enough",
      "4:CloudWatch or the journal could not be asked"
    })
final class VerifyCommand implements Callable<Integer> {
  private static final int EXIT_MISTAKE = 2;

  private final Map<String, String> environment;
  private final InstantSource clock;
  private final RepeatedQuestion.Pause pause;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      converter = QueryCommand.DurationConverter.class,
      description = "Wait so long at most for data to arrive. Default: not at all.")
  private @Nullable Duration wait;

  @Option(
      names = "--poll",
      paramLabel = "DURATION",
      defaultValue = "15s",
      converter = QueryCommand.DurationConverter.class,
      description = "While waiting, ask so often. Default: ${DEFAULT-VALUE}.")
  private Duration poll = Duration.ofSeconds(15);

  @Option(
      names = "--local",
      description = "Ask this host's journal in place of CloudWatch: it knows this host alone.")
  private boolean local;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "The region that the metrics are in. Default: AWS_REGION.")
  private @Nullable String region;

  @Mixin private JudgeOptions judge = new JudgeOptions();
  @Mixin private WindowOptions window = new WindowOptions();
  @Mixin private VerifyOutput output = new VerifyOutput();
  @Mixin private NotifyOptions notify = new NotifyOptions();
  @Mixin private SloOptions options = new SloOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  VerifyCommand(
      Map<String, String> environment, InstantSource clock, RepeatedQuestion.Pause pause) {
    this.environment = environment;
    this.clock = clock;
    this.pause = pause;
  }

  @Override
  public Integer call() throws ConfigException, InterruptedException {
    output.check();
    Demands demands = judge.demands();
    WindowOptions.Windows windows = window.windows(clock.instant(), patience());
    Optional<NotifyOptions.Recipient> recipient = recipient();
    SloOptions.Loaded loaded = options.load(environment);
    PrintWriter err = spec.commandLine().getErr();
    loaded.printNotes(err);
    // The journal adds up what it has: it needs no roll-ups.
    if (!local && SloOptions.Loaded.printMissing(loaded.metrics().missingForObjectives(), err)) {
      return EXIT_MISTAKE;
    }
    AwsEnvironment.export(loaded.configuration().environment(), environment);
    VerifyReport report = report(loaded, windows, demands);
    if (!report.failure().isEmpty()) {
      err.println("sidestat: " + report.failure());
    }
    boolean written = write(report);
    if (recipient.isPresent()) {
      notify.tell(recipient.get(), report, err);
    }
    return written || report.exitCode() != 0 ? report.exitCode() : EXIT_MISTAKE;
  }

  private Duration patience() {
    return wait == null ? Duration.ZERO : wait;
  }

  private VerifyReport report(
      SloOptions.Loaded loaded, WindowOptions.Windows windows, Demands demands)
      throws InterruptedException {
    try {
      return VerifyReport.of(verify(loaded, windows, demands));
    } catch (MetricReadException | JournalException e) {
      return VerifyReport.notAsked(Untrusted.printable(String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      // A fault of ours, or an answer that nobody thought of: it must not read as a violation.
      return VerifyReport.notAsked("unexpected: " + Untrusted.printable(e.toString()));
    }
  }

  /** A report that cannot be written does not take the verdict with it. */
  private boolean write(VerifyReport report) {
    try {
      output.write(report);
      return true;
    } catch (IOException | InvalidPathException e) {
      spec.commandLine()
          .getErr()
          .println(
              "sidestat: the report cannot be written: "
                  + Untrusted.printable(String.valueOf(e.getMessage())));
      return false;
    }
  }

  private List<Result> verify(
      SloOptions.Loaded loaded, WindowOptions.Windows windows, Demands demands)
      throws MetricReadException, JournalException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    try (MetricReader reader = reader(loaded.config())) {
      Verification verification = new Verification(reader, demands, clock);
      return new RepeatedQuestion(patience(), poll, clock, pause, err)
          .until(
              windows.arrived(),
              now ->
                  verification.verify(
                      loaded.metrics().endpoints(), windows.asOf(now), windows.compareEarlier()));
    }
  }

  private ParameterException mistake(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Optional<NotifyOptions.Recipient> recipient() {
    try {
      return notify.recipient(environment);
    } catch (WebhookException e) {
      throw mistake("--notify: " + e.getMessage());
    }
  }

  private MetricReader reader(CollectorConfig config) throws JournalException {
    return local
        ? new JournalMetrics(
            JournalReader.open(config.journal().path()),
            Grid.within(config.accuracy().relativeError()),
            QueryBounds.NONE)
        : new CloudWatchMetrics(config.publish().endpoint(), Optional.ofNullable(region));
  }
}
