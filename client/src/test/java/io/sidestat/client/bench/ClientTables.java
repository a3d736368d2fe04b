package io.sidestat.client.bench;

import io.sidestat.client.bench.Peers.Entry;
import io.sidestat.client.bench.Results.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@link ClientBenchmarks} found, as the page has it. */
final class ClientTables {
  private static final String BEGIN = "<!-- made: client -->\n";
  private static final String END = "<!-- end -->";

  private final Map<Entry, Results> all;
  private final int rounds;
  private final int burst;

  ClientTables(Map<Entry, Results> all, int rounds, int burst) {
    this.all = all;
    this.rounds = rounds;
    this.burst = burst;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%nRounds: %d; medians, but for what arrived, which is the least. Burst: %,d timers.%n"
            .formatted(rounds, burst));
    text.append(
        "%n| client | burst: arrived | timers/s | CPU us a timer | 100,000/s: arrived | call p50 ns | p99 ns"
                .formatted()
            + " | CPU us a timer | without the driver's |\n|---|---|---|---|---|---|---|---|---|\n");
    all.forEach((entry, results) -> text.append(driven(entry, results)));
    text.append(
        "\n| client | one thread: ns a call | bytes | two threads: ns a call | bytes |\n|---|---|---|---|---|\n");
    all.forEach((entry, results) -> text.append(called(entry, results)));
    return text.append('\n').append(bars()).toString();
  }

  private String driven(Entry entry, Results results) {
    double cpu = Results.median(results.paced(), Run::cpuMicros);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %,.0f | %.2f | %s | %.0f | %.0f | %.2f | %.2f |%n",
        entry.label(),
        share(Results.least(results.bursts())),
        delivered(results),
        Results.median(results.bursts(), Run::cpuMicros),
        share(Results.least(results.paced())),
        Results.median(results.paced(), Run::p50),
        Results.median(results.paced(), Run::p99),
        cpu,
        cpu - pacedCpu(Peers.NOTHING));
  }

  private static String called(Entry entry, Results results) {
    return String.format(
        Locale.ROOT,
        "| %s | %.0f | %.2f | %.0f | %.2f |%n",
        entry.label(),
        Results.median(results.calls(), call -> call.one().nanos()),
        Results.median(results.calls(), call -> call.one().bytes()),
        Results.median(results.calls(), call -> call.two().nanos()),
        Results.median(results.calls(), call -> call.two().bytes()));
  }

  private String bars() {
    Results ours = of(Peers.OURS);
    double bytes =
        Math.max(
            Results.median(ours.calls(), call -> call.one().bytes()),
            Results.median(ours.calls(), call -> call.two().bytes()));
    double arrived = Results.least(ours.bursts());
    double cpu = Results.median(ours.bursts(), Run::cpuMicros);
    double bestRate =
        peers().stream()
            .filter(peer -> Results.least(peer.bursts()) >= 100)
            .mapToDouble(this::delivered)
            .max()
            .orElse(0);
    double p50 = Results.median(ours.paced(), Run::p50);
    double p99 = Results.median(ours.paced(), Run::p99);
    double datadogs = Results.median(of(Peers.DATADOG).paced(), Run::p99);
    double bestCpu =
        peers().stream()
            .mapToDouble(peer -> Results.median(peer.paced(), Run::cpuMicros))
            .min()
            .orElse(0);
    double driver = pacedCpu(Peers.NOTHING);
    double ourCpu = pacedCpu(Peers.OURS);
    return "| aimed at | measured | |\n|---|---|---|\n"
        + bar("bytes a call, one thread and two: 0", bytes, bytes < 0.5)
        + bar("burst: arrived, 100 %", arrived, arrived >= 100)
        + bar("burst: CPU us a timer, at most 0.5", cpu, cpu <= 0.5)
        + bar(
            "burst: rate of the best peer that loses nothing, at least 1.5 times",
            delivered(ours) / bestRate,
            delivered(ours) >= 1.5 * bestRate)
        + bar("100,000/s: p50 in ns, at most 100", p50, p50 <= 100)
        + bar(
            "100,000/s: p99 in ns, at most DataDog's default, %.0f".formatted(datadogs),
            p99,
            p99 <= datadogs)
        + bar(
            "100,000/s: CPU of the best peer, the driver's included, at most 0.7 times",
            ourCpu / bestCpu,
            ourCpu <= 0.7 * bestCpu)
        + bar(
            "the same without the driver's",
            (ourCpu - driver) / (bestCpu - driver),
            ourCpu - driver <= 0.7 * (bestCpu - driver));
  }

  private static String bar(String name, double measured, boolean held) {
    return String.format(
        Locale.ROOT, "| %s | %.2f | %s |%n", name, measured, held ? "held" : "**missed**");
  }

  private List<Results> peers() {
    return all.entrySet().stream()
        .filter(one -> one.getKey().isPeer())
        .map(Map.Entry::getValue)
        .toList();
  }

  private Results of(String label) {
    return all.entrySet().stream()
        .filter(one -> one.getKey().label().equals(label))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private double pacedCpu(String label) {
    return Results.median(of(label).paced(), Run::cpuMicros);
  }

  private double delivered(Results results) {
    return Results.median(results.bursts(), run -> run.arrived() / 100 * burst / run.seconds());
  }

  /** Cut, not rounded: 99.9999 is not 100. */
  private static String share(double percent) {
    return String.format(Locale.ROOT, "%.3f %%", Math.floor(percent * 1_000) / 1_000);
  }

  /** Puts the tables into the page, in place of the ones before. */
  void writeTo(Path page) throws IOException {
    String before = Files.readString(page);
    int start = before.indexOf(BEGIN) + BEGIN.length();
    int end = before.indexOf(END, start);
    Files.writeString(page, before.substring(0, start) + text() + "\n" + before.substring(end));
  }
}
