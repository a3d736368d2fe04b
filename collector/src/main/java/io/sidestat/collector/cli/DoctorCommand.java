package io.sidestat.collector.cli;

import ch.qos.logback.classic.Level;
import io.sidestat.collector.cli.doctor.Diagnosis;
import io.sidestat.collector.cli.doctor.Doctor;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.LoadedConfig;
import io.sidestat.collector.config.SloConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sidestat doctor}: why metrics do not show up. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Finds out why metrics do not show up in CloudWatch, and says what to do.",
      "Looks at the configuration, the running collector, this host's ports, the journal, and asks"
          + " AWS. Give it the collector's own --config, --env-file and flags, and run it as the"
          + " collector's user. Nothing is written anywhere, but with --send. Ends within 30"
          + " seconds."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is wrong",
      "1:something is wrong",
      "2:a mistake in the call, the configuration or the file of objectives; all are listed"
    })
final class DoctorCommand implements Callable<Integer> {
  private static final Path PROC = Path.of("/proc");

  private final Map<String, String> environment;
  private final InstantSource clock;

  @Mixin
  private ConfigOptions options =
      ConfigOptions.showing("admin.address", "journal.path", "namespace", "publish.enabled");

  @Option(
      names = "--slo",
      paramLabel = "FILE",
      description =
          "Look too whether what this file's dashboard asks for is published, and was seen.")
  private @Nullable Path slo;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description =
          "The region that you look at in CloudWatch, to be compared with the collector's.")
  private @Nullable String region;

  @Option(
      names = "--send",
      description =
          "Really send one datum: Sidestat/Doctor, with the value 1, in the namespace configured.")
  private boolean send;

  @Option(names = "--json", description = "Print JSON in place of text.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  DoctorCommand(Map<String, String> environment, InstantSource clock) {
    this.environment = environment;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    LoadedConfig loaded;
    try {
      loaded = options.load(environment);
    } catch (ConfigException e) {
      print(Doctor.ofUnusable(e));
      return ExitCode.USAGE;
    }
    AwsEnvironment.export(loaded.environment(), environment);
    // What it would warn of is what is looked for, and said in our words.
    ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("software.amazon.awssdk"))
        .setLevel(Level.OFF);
    Doctor doctor = new Doctor(loaded, environment, Version.text(), clock, PROC);
    Optional<ConfigException> mistakes = Optional.empty();
    Optional<SloConfig> objectives = Optional.empty();
    try {
      objectives = slo == null ? Optional.empty() : Optional.of(SloConfig.read(slo));
    } catch (ConfigException e) {
      mistakes = Optional.of(e);
    }
    Diagnosis diagnosis =
        doctor.examine(new Doctor.Order(objectives, send, Optional.ofNullable(region)));
    if (mistakes.isPresent()) {
      print(Doctor.with(diagnosis, mistakes.get()));
      return ExitCode.USAGE;
    }
    print(diagnosis);
    return diagnosis.isAnythingWrong() ? 1 : 0;
  }

  private void print(Diagnosis diagnosis) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(diagnosis.json());
    } else {
      out.print(diagnosis.text());
    }
    out.flush();
  }
}
