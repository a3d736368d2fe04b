package io.sidestat.client.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Runs all contenders in turns and prints the table for {@code docs/benchmarks.md}. Arguments: the
 * rounds, 5 unless given, and the timers of a burst, 2,000,000 unless given.
 */
public final class ClientBenchmarks {
  private static final Path PEERS = Path.of("target", "peers");
  private static final Path SOURCES = Path.of("src", "test", "bench");
  private static final int PACED_TIMERS = 2_000_000;
  private static final String PACKAGE = "io.sidestat.client.bench.";

  /** A contender and what its process needs. */
  private record Entry(String label, String type, String classPath) {}

  /** One run. */
  private record Run(double seconds, double cpuMicros, double p50, double p99, double arrived) {}

  private ClientBenchmarks() {}

  public static void main(String[] args) throws Exception {
    List<String> words =
        Stream.of(String.join(" ", args).strip().split("\\s+", -1))
            .filter(word -> !word.isEmpty())
            .toList();
    int rounds = words.isEmpty() ? 5 : Integer.parseInt(words.get(0));
    int burst = words.size() < 2 ? 2_000_000 : Integer.parseInt(words.get(1));
    List<Entry> entries = entries();
    Map<Entry, List<Run>> bursts = new LinkedHashMap<>();
    Map<Entry, List<Run>> paced = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      System.err.println("round " + round + " of " + rounds);
      for (Entry entry : entries) {
        bursts.computeIfAbsent(entry, e -> new ArrayList<>()).add(run(entry, "burst", burst));
        paced.computeIfAbsent(entry, e -> new ArrayList<>()).add(run(entry, "paced", PACED_TIMERS));
      }
    }
    System.out.println(
        "| client | burst: arrived, least | timers/s arrived | CPU us a timer | 100,000/s: call p50 ns"
            + " | p99 ns | CPU us a timer | arrived, least |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (Entry entry : entries) {
      List<Run> b = bursts.getOrDefault(entry, List.of());
      List<Run> p = paced.getOrDefault(entry, List.of());
      System.out.printf(
          Locale.ROOT,
          "| %s | %.2f %% | %,.0f | %.2f | %.0f | %.0f | %.2f | %.2f %% |%n",
          entry.label(),
          least(b),
          median(b.stream().map(run -> run.arrived() / 100 * burst / run.seconds()).toList()),
          median(b.stream().map(Run::cpuMicros).toList()),
          median(p.stream().map(Run::p50).toList()),
          median(p.stream().map(Run::p99).toList()),
          median(p.stream().map(Run::cpuMicros).toList()),
          least(p));
    }
  }

  private static List<Entry> entries() throws IOException {
    String ours = System.getProperty("java.class.path");
    return List.of(
        new Entry("(nothing: the driver alone)", PACKAGE + "NothingContender", ours),
        new Entry("Sidestat", PACKAGE + "SidestatContender", ours),
        new Entry("Sidestat, packed", PACKAGE + "SidestatPackedContender", ours),
        new Entry("java-statsd-client 3.1.0", PACKAGE + "OriginalContender", ours),
        peer("java-dogstatsd-client 4.4.5", "datadog", "DataDogContender"),
        peer("the same, blocking", "datadog", "DataDogBlockingContender"),
        peer("micrometer-registry-statsd 1.17.2", "micrometer", "MicrometerContender"));
  }

  /** Compiles the peer's contenders against the peer's own jars. */
  private static Entry peer(String label, String name, String type) throws IOException {
    Path classes = Files.createDirectories(Path.of("target", "peer-classes", name));
    String jars;
    try (Stream<Path> files = Files.list(PEERS.resolve(name))) {
      jars = files.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
    String classPath =
        jars
            + File.pathSeparator
            + Path.of("target", "test-classes")
            + File.pathSeparator
            + classes;
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-nowarn",
                "-cp",
                classPath,
                "-d",
                classes.toString(),
                SOURCES.resolve(name).resolve(type + ".java").toString());
    if (code != 0) {
      throw new IOException("cannot compile " + type);
    }
    return new Entry(label, type, classPath);
  }

  private static Run run(Entry entry, String mode, int timers)
      throws IOException, InterruptedException {
    try (CountingReceiver receiver = new CountingReceiver()) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx1g",
                  "-cp",
                  entry.classPath(),
                  ContenderRun.class.getName(),
                  entry.type(),
                  Integer.toString(receiver.port()),
                  mode,
                  Integer.toString(timers))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      String[] words = out.strip().split(" ", -1);
      if (words.length != 4) {
        throw new IOException(entry.label() + " failed: " + out);
      }
      Run run =
          new Run(
              Double.parseDouble(words[0]),
              Double.parseDouble(words[1]) * 1e6 / timers,
              Double.parseDouble(words[2]),
              Double.parseDouble(words[3]),
              100.0 * receiver.values() / timers);
      System.err.println(entry.label() + ", " + mode + ": " + run);
      return run;
    }
  }

  private static double least(List<Run> runs) {
    return runs.stream().mapToDouble(Run::arrived).min().orElse(0);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
