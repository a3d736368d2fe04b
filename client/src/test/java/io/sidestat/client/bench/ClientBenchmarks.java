package io.sidestat.client.bench;

import io.sidestat.client.bench.Peers.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs all contenders in turns and prints the tables of {@code docs/benchmarks.md}; {@code --page}
 * writes them there. Arguments: the rounds, 3 unless given, and the timers of a burst, 2,000,000
 * unless given.
 */
public final class ClientBenchmarks {
  private static final int PACED_TIMERS = 1_000_000;
  private static final int SECONDS_MAX = 180;

  /** Below that, it is to be quick and nobody looks at the figures. */
  static final int FEW_TIMERS = 500_000;

  private static final int CALL_BURSTS = 10;
  private static final int CALL_BURSTS_QUICK = 1;

  private ClientBenchmarks() {}

  public static void main(String[] args) throws Exception {
    List<String> words =
        Stream.of(String.join(" ", args).strip().split("\\s+", -1))
            .filter(word -> !word.isEmpty())
            .toList();
    List<Integer> numbers =
        words.stream().filter(word -> !word.startsWith("-")).map(Integer::valueOf).toList();
    int rounds = numbers.isEmpty() ? 3 : numbers.get(0);
    int burst = numbers.size() < 2 ? 2_000_000 : numbers.get(1);
    CountingReceiver.warmUp();
    int calls = burst < FEW_TIMERS ? CALL_BURSTS_QUICK : CALL_BURSTS;
    Map<Entry, Results> all = new LinkedHashMap<>();
    for (Entry entry : Peers.all()) {
      all.put(entry, new Results(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
    }
    for (int round = 1; round <= rounds; round++) {
      System.err.println("round " + round + " of " + rounds);
      for (Map.Entry<Entry, Results> one : all.entrySet()) {
        Entry entry = one.getKey();
        one.getValue().bursts().add(run(entry, "burst", burst));
        one.getValue().paced().add(run(entry, "paced", Math.min(PACED_TIMERS, burst)));
        if (round == 1) {
          // JMH takes bursts enough by itself.
          one.getValue()
              .calls()
              .add(new Results.Call(calls(entry, 1, calls), calls(entry, 2, calls)));
        }
      }
    }
    ClientTables tables = new ClientTables(all, rounds, burst);
    System.out.println(tables.text());
    if (words.contains("--page")) {
      tables.writeTo(Path.of("..", "docs", "benchmarks.md"));
    }
  }

  private static Results.Cost calls(Entry entry, int threads, int bursts)
      throws IOException, InterruptedException {
    List<Double> figures =
        figures(
            entry,
            RecordRun.class,
            entry.type(),
            Integer.toString(threads),
            Integer.toString(bursts));
    Results.Cost cost = new Results.Cost(figures.get(0), figures.get(1));
    System.err.println(entry.label() + ", " + threads + " threads: " + cost);
    return cost;
  }

  private static Results.Run run(Entry entry, String mode, int timers)
      throws IOException, InterruptedException {
    try (CountingReceiver receiver = new CountingReceiver()) {
      List<Double> figures =
          figures(
              entry,
              ContenderRun.class,
              entry.type(),
              Integer.toString(receiver.port()),
              mode,
              Integer.toString(timers));
      Results.Run run =
          new Results.Run(
              figures.get(0),
              figures.get(1) * 1e6 / timers,
              figures.get(2),
              figures.get(3),
              100.0 * receiver.values() / timers);
      System.err.println(entry.label() + ", " + mode + ": " + run);
      return run;
    }
  }

  /** The last line that a process of the contender's prints, which is numbers. */
  private static List<Double> figures(Entry entry, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                entry.classPath(),
                main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    String last = out.strip().lines().reduce("", (before, line) -> line);
    try {
      return Stream.of(last.split(" ", -1)).map(Double::valueOf).toList();
    } catch (NumberFormatException e) {
      throw new IOException(entry.label() + " failed: " + out, e);
    }
  }
}
