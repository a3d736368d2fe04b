package io.sidestat.collector.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidestat.collector.admin.AsciiJson;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.Effective;
import io.sidestat.collector.config.LoadedConfig;
import io.sidestat.collector.config.SloConfig;
import io.sidestat.collector.model.Untrusted;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code sidestat check-config}: prints every setting with its value and source, and the warnings;
 * or, with {@code --try}, what the collector would make of StatsD lines. Starts nothing. Ends with
 * 0, or with 2 and all mistakes on standard error.
 */
@Command(
    name = "check-config",
    mixinStandardHelpOptions = true,
    description = "Reads the configuration and shows what stands, and where each value is from.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the configuration can be used", "2:it cannot; every mistake is listed"})
public final class CheckConfigCommand implements Callable<Integer> {
  private static final int EXIT_USABLE = 0;
  private static final int EXIT_MISTAKES = 2;

  private final Map<String, String> environment;

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(names = "--json", description = "Print JSON in place of a table.")
  private boolean json;

  @Option(
      names = "--try",
      paramLabel = "LINE",
      description = {
        "Show what a StatsD line would become, in place of the settings; may be given often.",
        "  such as: --try 'api.users.get.latency:12|ms|#pod:p1'"
      })
  private List<String> lines = List.of();

  @Option(
      names = "--slo",
      paramLabel = "FILE",
      description = "Read a file of service level objectives too, and show what it promises.")
  private @Nullable Path slo;

  @Spec private CommandSpec spec;

  /**
   * Makes the command.
   *
   * @param environment the environment of the process
   */
  // picocli sets the spec before it calls the command.
  @SuppressWarnings("NullAway.Init")
  public CheckConfigCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      LoadedConfig loaded = options.load(environment);
      Optional<SloConfig> objectives =
          slo == null ? Optional.empty() : Optional.of(SloConfig.read(slo));
      if (json) {
        out.println(json(loaded, objectives));
      } else if (!lines.isEmpty()) {
        LineTrial trial = new LineTrial(loaded.config());
        lines.forEach(line -> TrialReport.print(line, trial.samples(line), out));
      } else {
        printTable(loaded.effective(), out);
        loaded.warnings().forEach(warning -> out.println("warning: " + warning.text()));
        objectives.ifPresent(
            read -> {
              out.println();
              SloReport.print(read, out);
            });
      }
      return EXIT_USABLE;
    } catch (ConfigException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return EXIT_MISTAKES;
    } finally {
      out.flush();
      spec.commandLine().getErr().flush();
    }
  }

  private static void printTable(List<Effective> settings, PrintWriter out) {
    int keyChars = width("KEY", settings, Effective::key);
    int valueChars = width("VALUE", settings, CheckConfigCommand::shown);
    String row = "%-" + keyChars + "s  %-" + valueChars + "s  %s%n";
    out.printf(row, "KEY", "VALUE", "SOURCE");
    for (Effective setting : settings) {
      out.printf(row, setting.key(), shown(setting), setting.source());
    }
  }

  private static String shown(Effective setting) {
    return setting.value().isEmpty() ? "(not set)" : Untrusted.printable(setting.value());
  }

  private static int width(
      String heading, List<Effective> settings, Function<Effective, String> column) {
    return settings.stream()
        .map(column)
        .mapToInt(String::length)
        .reduce(heading.length(), Math::max);
  }

  private String json(LoadedConfig loaded, Optional<SloConfig> objectives)
      throws JsonProcessingException {
    ObjectMapper mapper = AsciiJson.mapper();
    ObjectNode root = mapper.createObjectNode();
    ArrayNode settings = root.putArray("settings");
    for (Effective setting : loaded.effective()) {
      settings
          .addObject()
          .put("key", setting.key())
          .put("value", setting.value())
          .put("source", setting.source());
    }
    ArrayNode warnings = root.putArray("warnings");
    loaded.warnings().forEach(warning -> warnings.add(warning.text()));
    if (!lines.isEmpty()) {
      LineTrial trial = new LineTrial(loaded.config());
      ArrayNode tried = root.putArray("tried");
      lines.forEach(line -> TrialReport.add(line, trial.samples(line), tried));
    }
    objectives.ifPresent(read -> SloReport.add(read, root.putArray("services")));
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }
}
