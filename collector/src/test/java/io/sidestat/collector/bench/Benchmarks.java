package io.sidestat.collector.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
      List.of(new FullDatagrams(), new OneLine(), new ManySeries());

  @Option(
      names = "--scenario",
      split = ",",
      description = "Only these: full, one-line, many-series. Default: all.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--rounds", description = "Default: ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(names = "--quick", description = "See that everything works; figures mean nothing.")
  private boolean quick;

  @Option(names = "--no-page", description = "Print the tables and leave the page as it is.")
  private boolean noPage;

  /** Runs the benchmarks; ends with 0 if they could be run and every count was right. */
  public static void main(String[] args) throws IOException, InterruptedException {
    // The build hands all arguments over as one.
    String[] words = String.join(" ", args).strip().split("\\s+", -1);
    boolean none = words.length == 1 && words[0].isEmpty();
    String[] arguments = none ? new String[0] : words;
    int code =
        Boolean.getBoolean(INSIDE)
            ? new CommandLine(new Benchmarks()).execute(arguments)
            : inNamespace(arguments);
    System.exit(code);
  }

  /** Runs this again where ports and the kernel's counters are its own, if that can be had. */
  private static int inNamespace(String[] arguments) throws IOException, InterruptedException {
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
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return process.waitFor();
  }

  @Override
  public Integer call() throws IOException {
    Path directory = Files.createTempDirectory("sidestat-bench");
    Lab lab = new Lab(new Launcher(), directory, quick ? Effort.quick() : Effort.full(rounds));
    Page page = new Page(Path.of("docs/benchmarks.md"));
    for (Scenario scenario : SCENARIOS) {
      if (names.isEmpty() || names.contains(scenario.name())) {
        lab.say("== " + scenario.name());
        String part = scenario.run(lab);
        lab.say("\n" + part);
        if (!quick && !noPage) {
          page.write(scenario.name(), part);
        }
      }
    }
    return 0;
  }
}
