package io.sidestat.collector.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.admin.AdminClient;
import io.sidestat.collector.admin.AsciiJson;
import io.sidestat.collector.admin.TailAnswer;
import io.sidestat.collector.config.ConfigException;
import io.sidestat.collector.config.HostPort;
import io.sidestat.collector.model.Untrusted;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sidestat tail}: lines as they come to a running collector. */
@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the lines that a running collector receives, as they come, with the time in UTC.",
      "Of a line that is not in a metric of its own it says what became of it. Events and service"
          + " checks are no samples and are not shown. At most 1,000 lines a second are; how many"
          + " more there were is said. The collector does not wait for this command. Ends with"
          + " Ctrl-C."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:shown, or nothing came",
      "1:no collector answers",
      "2:a mistake in the call or the configuration"
    })
final class TailCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = AsciiJson.mapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** As often as the collector has new lines. */
  private static final Duration PAUSE = Duration.ofMillis(250);

  private static final long NOT_SHOWN_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int EXIT_NO_COLLECTOR = 1;

  private final Map<String, String> environment;

  @Parameters(
      paramLabel = "GLOB",
      arity = "0..1",
      defaultValue = "**",
      description =
          "Only lines of names that match, as they were sent or as CloudWatch's metric; * is anything"
              + " but a dot, ** anything at all. Quote it, or the shell takes it. Default: all.")
  private String glob = "**";

  @Option(names = "--json", description = "Print a JSON object for each line.")
  private boolean json;

  @Option(names = "--shaped", description = "Say of every line which metric it is in.")
  private boolean shaped;

  @Option(names = "--seconds", paramLabel = "N", description = "End after that time.")
  private @Nullable Integer seconds;

  @Option(names = "--lines", paramLabel = "N", description = "End after so many lines.")
  private @Nullable Integer linesMax;

  @Mixin private ConfigOptions options = ConfigOptions.showing("admin.address");
  @Spec private CommandSpec spec = CommandSpec.create();

  // Of the run.
  private TailText text = new TailText(false);
  private long linesLeft = Long.MAX_VALUE;
  private long notShown;
  private long notShownSaidNanos;

  TailCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws ConfigException, InterruptedException, JsonProcessingException {
    atLeastOne("--seconds", seconds);
    atLeastOne("--lines", linesMax);
    text = new TailText(shaped);
    linesLeft = linesMax == null ? Long.MAX_VALUE : linesMax;
    HostPort address = options.load(environment).config().admin().address();
    AdminClient client = new AdminClient(address);
    if (RunningCollector.status(client, address, PATIENCE, spec.commandLine().getErr()).isEmpty()) {
      return EXIT_NO_COLLECTOR;
    }
    TailAnswer begun = client.beginTail(glob, PATIENCE);
    if (begun.kind() == TailAnswer.Kind.MISTAKE) {
      throw new ParameterException(spec.commandLine(), "GLOB: " + begun.words());
    }
    TailAnswer last = begun.kind() == TailAnswer.Kind.LINES ? follow(client, begun.id()) : begun;
    if (last.kind() == TailAnswer.Kind.LINES) {
      return 0;
    }
    // Where nobody answers any more, that says more.
    if (RunningCollector.status(client, address, PATIENCE, spec.commandLine().getErr())
        .isPresent()) {
      say("sidestat: no lines can be had: " + Untrusted.printable(last.words()));
    }
    return EXIT_NO_COLLECTOR;
  }

  private void atLeastOne(String option, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + ": found " + value + ", allowed: 1 and more");
    }
  }

  /** Shows lines until it is enough, or there are none to be had; answers the last answer. */
  private TailAnswer follow(AdminClient client, String begunId)
      throws InterruptedException, JsonProcessingException {
    String id = begunId;
    long startNanos = System.nanoTime();
    notShownSaidNanos = startNanos;
    while (true) {
      boolean timeIsUp =
          seconds != null
              && System.nanoTime() - startNanos >= Duration.ofSeconds(seconds).toNanos();
      // Also behind the end: what came before it may be a pause on its way.
      Thread.sleep(PAUSE.toMillis());
      TailAnswer answer = client.lookAtTail(id, PATIENCE);
      if (answer.kind() == TailAnswer.Kind.ENDED) {
        answer = client.beginTail(glob, PATIENCE);
        id = answer.id();
        if (answer.kind() == TailAnswer.Kind.LINES) {
          say("sidestat: the collector had not heard of this command for too long; begins anew");
        }
      }
      if (answer.kind() != TailAnswer.Kind.LINES) {
        return answer;
      }
      print(answer.lines());
      if (timeIsUp || linesLeft == 0 || nobodyReads()) {
        sayNotShown();
        client.endTail(id, PATIENCE);
        return answer;
      }
    }
  }

  private void say(String words) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(words);
    err.flush();
  }

  private void print(JsonNode answer) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    for (JsonNode line : answer.path("lines")) {
      if (linesLeft > 0) {
        linesLeft--;
        out.println(json ? JSON.writeValueAsString(line) : text.of(line));
      }
    }
    notShown += answer.path("notShown").asLong();
    if (System.nanoTime() - notShownSaidNanos >= NOT_SHOWN_PAUSE_NANOS) {
      sayNotShown();
    }
    out.flush();
  }

  private void sayNotShown() throws JsonProcessingException {
    notShownSaidNanos = System.nanoTime();
    // Who asked for so many lines has them, and gets nothing else.
    if (notShown > 0 && linesLeft > 0) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          json
              ? JSON.writeValueAsString(JSON.createObjectNode().put("notShown", notShown))
              : TailText.notShown(notShown));
      out.flush();
      notShown = 0;
    }
  }

  /** As when the output goes to {@code head}, which has seen enough. */
  private static boolean nobodyReads() {
    return System.out.checkError();
  }
}
