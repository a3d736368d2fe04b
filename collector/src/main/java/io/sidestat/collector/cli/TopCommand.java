package io.sidestat.collector.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sidestat.collector.admin.AdminClient;
import io.sidestat.collector.admin.AsciiJson;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.HostPort;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sidestat top}: a running collector, as it is now. */
@Command(
    name = "top",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what a running collector receives and what becomes of it, again and again.",
      "Rates are of the time between two looks; series and their percentiles of the interval that"
          + " was written last. Ends with Ctrl-C. Where the output is no terminal, it looks once."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:shown",
      "1:no collector answers",
      "2:a mistake in the call or the configuration"
    })
final class TopCommand implements Callable<Integer> {
  private static final ObjectMapper JSON =
      AsciiJson.mapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int SERIES_MAX = 10_000;

  /** Home, and clear to the end: no flicker, unlike clearing all. */
  private static final String HOME = "\u001B[H";

  private static final String CLEAR = "\u001B[J";

  private final Map<String, String> environment;
  private final InstantSource clock;

  @Option(names = "--once", description = "Look once and end.")
  private boolean once;

  @Option(names = "--json", description = "Look once and print JSON.")
  private boolean json;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      defaultValue = "1s",
      converter = QueryCommand.DurationConverter.class,
      description = "From one look to the next. Default: ${DEFAULT-VALUE}.")
  private Duration every = Duration.ofSeconds(1);

  @Option(
      names = "--series",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many series to show, 1 to 10000. Default: ${DEFAULT-VALUE}.")
  private int rows = 10;

  @Mixin private ConfigOptions options = ConfigOptions.showing("admin.address");
  @Spec private CommandSpec spec = CommandSpec.create();

  TopCommand(Map<String, String> environment, InstantSource clock) {
    this.environment = environment;
    this.clock = clock;
  }

  @Override
  public Integer call() throws ConfigException, InterruptedException, JsonProcessingException {
    if (rows < 1 || rows > SERIES_MAX) {
      throw new ParameterException(
          spec.commandLine(), "--series: found " + rows + ", allowed: 1 to " + SERIES_MAX);
    }
    HostPort address = options.load(environment).config().admin().address();
    AdminClient client = new AdminClient(address);
    boolean goesOn = !once && !json && CommandLine.Help.Ansi.AUTO.enabled();
    PrintWriter out = spec.commandLine().getOut();
    TopScreen screen = new TopScreen(rows);
    Optional<TopLook> before = look(client, address);
    if (before.isEmpty()) {
      return 1;
    }
    out.print(goesOn ? HOME + CLEAR : "");
    while (true) {
      Thread.sleep(every.toMillis());
      Optional<TopLook> now = look(client, address);
      if (now.isPresent()) {
        if (json) {
          out.println(JSON.writeValueAsString(figures(now.get(), before.get())));
        } else {
          out.print(goesOn ? HOME : "");
          out.print(lines(screen.text(now.get(), before.get()), goesOn));
        }
        before = now;
      }
      out.flush();
      if (!goesOn) {
        return now.isPresent() ? 0 : 1;
      }
    }
  }

  /** On a terminal what stood there before goes. */
  private static String lines(String text, boolean terminal) {
    return terminal ? text.replace(System.lineSeparator(), "\u001B[K\r\n") + CLEAR : text;
  }

  private Optional<TopLook> look(AdminClient client, HostPort address) throws InterruptedException {
    Optional<JsonNode> status =
        RunningCollector.status(client, address, PATIENCE, spec.commandLine().getErr());
    return status.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TopLook(clock.instant(), status.get(), client.series(SERIES_MAX, PATIENCE)));
  }

  private ObjectNode figures(TopLook now, TopLook before) {
    ObjectNode root = JSON.createObjectNode();
    root.put("at", now.at().toString());
    root.put("samplesPerSecond", now.perSecond("ledger", "received", before));
    root.put("datagramsPerSecond", now.perSecond("ledger", "datagrams", before));
    root.put("lost", now.lost());
    root.set("status", now.status());
    ObjectNode series = root.putObject("series");
    now.series()
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().equals("series")) {
                series.set(field.getKey(), field.getValue());
              }
            });
    var list = series.putArray("series");
    for (int i = 0; i < Math.min(rows, now.series().path("series").size()); i++) {
      list.add(now.series().path("series").get(i));
    }
    return root;
  }
}
