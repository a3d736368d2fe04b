package io.sidestat.collector.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs random schedules, one after the other; ends with 1 if one did not add up. */
@Command(name = "soak", mixinStandardHelpOptions = true)
final class Soak implements Callable<Integer> {
  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "of the first schedule; the next has the next")
  private long seed;

  @Option(
      names = "--schedules",
      defaultValue = "1000000",
      description = "how many schedules at most")
  private int schedules;

  @Option(
      names = "--minutes",
      defaultValue = "100000",
      description = "no schedule begins after so long")
  private int minutes;

  @Option(
      names = "--kills",
      description = "nothing but kill -9, ten a schedule, under so many samples a second")
  private int killsUnder;

  public static void main(String[] arguments) {
    String[] words = String.join(" ", arguments).strip().split("\\s+", -1);
    String[] given = words[0].isEmpty() ? new String[0] : words;
    System.exit(new CommandLine(new Soak()).execute(given));
  }

  @Override
  public Integer call() throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
    Totals totals = new Totals();
    for (int i = 0; i < schedules && System.nanoTime() - deadline < 0; i++) {
      long current = seed + i;
      Schedule schedule =
          killsUnder > 0 ? Schedule.kills(current, killsUnder) : Schedule.random(current);
      Path directory = Files.createTempDirectory("sidestat-soak");
      Verdict verdict = FaultRun.run(schedule, directory);
      totals.add(verdict);
      System.out.printf(
          "seed=%d %s sent=%d lives=%d kills=%d lost_with_kills=%d repeats=%d ambiguous=%d quarantined=%d%n",
          current,
          verdict.addsUp() ? "adds up" : "DOES NOT ADD UP",
          verdict.sent(),
          verdict.lives(),
          verdict.kills(),
          verdict.lostWithKills(),
          verdict.repeats(),
          verdict.ambiguous(),
          verdict.quarantined());
      if (verdict.addsUp()) {
        delete(directory);
      } else {
        System.out.println(schedule);
        System.out.println("its files are in " + directory);
        verdict.problems().forEach(System.out::println);
      }
    }
    System.out.println(totals);
    return totals.failed == 0 ? 0 : 1;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static final class Totals {
    private int schedules;
    private int failed;
    private int kills;
    private long sent;
    private long lostWithKills;
    private long repeats;
    private long ambiguous;

    void add(Verdict verdict) {
      schedules++;
      failed += verdict.addsUp() ? 0 : 1;
      kills += verdict.kills();
      sent += verdict.sent();
      lostWithKills += verdict.lostWithKills();
      repeats += verdict.repeats();
      ambiguous += verdict.ambiguous();
    }

    @Override
    public String toString() {
      return ("schedules=%d, that do not add up=%d, kills=%d, samples=%d, lost with kills=%d,"
              + " datums taken twice=%d, ambiguous sends=%d")
          .formatted(schedules, failed, kills, sent, lostWithKills, repeats, ambiguous);
    }
  }
}
