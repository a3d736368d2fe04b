package io.sidestat.collector.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs the scenarios and writes the tables of {@code docs/benchmarks.md}. Run from the project's
 * directory, after the collector has been packaged; {@code docs/benchmarks.md} has the command.
 */
@Command(name = "Benchmarks", mixinStandardHelpOptions = true)
public final class Benchmarks implements Callable<Integer> {
  /** Set in the process that runs in a network namespace of its own. */
  private static final String INSIDE = "sidestat.bench.inside";

  private static final List<Scenario> SCENARIOS =
      List.of(
          new ParserScenario(),
          new FullDatagrams(),
          new OneLine(),
          new ManySeries(),
          new Peers(),
          new ClosingInterval(),
          new ColdStart(),
          new GarbageFlood(),
          new Looking(),
          new Responsiveness(),
          new Exactness());

  /** Others that have to be fetched first, and a browser: not for a quick look. */
  private static final Set<String> SLOW = Set.of(Peers.NAME, Looking.NAME, Responsiveness.NAME);

  @Option(names = "--scenario", split = ",", description = "Only these parts; all by default.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--rounds", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(names = "--quick", description = "See that everything works; figures mean nothing.")
  private boolean quick;

  @Option(names = "--no-page", description = "Print the tables and leave the page as it is.")
  private boolean noPage;

  private final String[] arguments;

  private Benchmarks(String[] arguments) {
    this.arguments = arguments;
  }

  /** Runs the benchmarks; ends with 0 if they could be run and every count was right. */
  public static void main(String[] args) {
    // The build hands all arguments over as one.
    String[] words = String.join(" ", args).strip().split("\\s+", -1);
    boolean none = words.length == 1 && words[0].isEmpty();
    String[] arguments = none ? new String[0] : words;
    // Whatever ends this ends what it started.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy)));
    System.exit(new CommandLine(new Benchmarks(arguments)).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (Boolean.getBoolean(INSIDE)) {
      runScenarios();
      return 0;
    }
    Optional<String> missing = new Sidestat().missing();
    if (missing.isPresent()) {
      System.err.println("nothing to measure: " + missing.get());
      return CommandLine.ExitCode.USAGE;
    }
    if (wanted(Peers.NAME)) {
      PeerFiles.fetch();
    }
    return runInside();
  }

  private boolean wanted(String name) {
    return names.contains(name) || (names.isEmpty() && !(quick && SLOW.contains(name)));
  }

  /** Runs this again where ports and the kernel's counters are its own, if that can be had. */
  private int runInside() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (Launcher.succeeds("unshare", "-n", "ip", "link", "set", "lo", "up")) {
      command.addAll(
          List.of("unshare", "-n", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh"));
    } else {
      System.out.println("no network namespace can be had: others may use the same loopback");
    }
    command.addAll(
        List.of(
            Launcher.javaCommand(),
            "-D" + INSIDE + "=true",
            "-cp",
            System.getProperty("java.class.path"),
            Benchmarks.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).inheritIO().start();
    return process.waitFor();
  }

  private void runScenarios() throws IOException {
    Path directory = Files.createTempDirectory("sidestat-bench");
    Lab lab = new Lab(new Launcher(), directory, quick ? Effort.quickly() : Effort.full(rounds));
    Page page = new Page(Path.of("docs/benchmarks.md"));
    if (!quick && !noPage) {
      page.write("machine", Machine.table(lab.launcher(), rounds));
    }
    for (Scenario scenario : SCENARIOS) {
      if (wanted(scenario.name())) {
        lab.say("== " + scenario.name());
        String part = scenario.run(lab);
        lab.say("\n" + part);
        if (!quick && !noPage) {
          page.write(scenario.name(), part);
        }
      }
    }
    delete(directory);
  }

  /** What failed leaves its logs behind; what did not, nothing. */
  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
