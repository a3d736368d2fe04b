package io.sidestat.collector.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.bench.Sender.Sent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A process that sends StatsD datagrams at a rate and knows exactly what it sent. It ends when its
 * standard input does. Each line of it is a command:
 *
 * <pre>
 * send PORT RATE LINES SECONDS   lines a second, 0 as fast as it goes; whichever end comes first.
 *                                Answers one line of JSON, see {@link Sent}
 * truth FILE                     writes what was sent since the start, see {@link SeriesTruth};
 *                                answers {}
 * </pre>
 */
@Command(name = "LoadDriver", description = "Sends StatsD datagrams to this machine.")
public final class LoadDriver implements Callable<Integer> {
  /** No command may send for longer. */
  static final double SECONDS_MAX = 600;

  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(names = "--host", defaultValue = "127.0.0.1", description = "A loopback address.")
  private String host = "127.0.0.1";

  @Option(names = "--mix", defaultValue = "ms=80,c=20", description = "Percent of each type.")
  private String mix = "ms=80,c=20";

  @Option(names = "--dialect", defaultValue = "dogstatsd", description = "How tags are written.")
  private String dialect = "dogstatsd";

  @Option(names = "--series", defaultValue = "100", description = "Number of different series.")
  private int series = 100;

  @Option(
      names = "--lines-per-datagram",
      defaultValue = "1",
      description = "Or: fill, for as many as fit 1432 bytes.")
  private String linesPerDatagram = "1";

  @Option(
      names = "--garbage-percent",
      defaultValue = "0",
      description = "Percent of datagrams that are random bytes.")
  private int garbagePercent;

  @Option(names = "--seed", defaultValue = "1", description = "The same seed, the same lines.")
  private long seed = 1;

  @Option(
      names = "--pool",
      defaultValue = "200000",
      description = "Number of lines that are made beforehand and sent over and over.")
  private int pool = 200_000;

  /** Runs until the end of standard input. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new LoadDriver()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Traffic traffic =
        new Traffic(
            Traffic.mix(mix),
            LineDialect.valueOf(dialect.toUpperCase(Locale.ROOT)),
            series,
            linesPerDatagram.equals("fill") ? Traffic.FILL : Integer.parseInt(linesPerDatagram),
            garbagePercent,
            seed);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    DatagramPool made = DatagramPool.of(traffic, Math.max(pool, series));
    try (Sender sender = new Sender(made, InetAddress.getByName(host))) {
      @Nullable String command = commands.readLine();
      while (command != null) {
        System.out.println(JSON.writeValueAsString(run(sender, command.split(" ", -1))));
        command = commands.readLine();
      }
    }
    return 0;
  }

  private static Object run(Sender sender, String[] words)
      throws IOException, InterruptedException {
    if (words[0].equals("truth")) {
      SeriesTruth.write(Path.of(words[1]), sender.truth());
      return new Object[0];
    }
    double seconds = Math.min(SECONDS_MAX, Double.parseDouble(words[4]));
    Sent sent =
        sender.send(
            Integer.parseInt(words[1]),
            Double.parseDouble(words[2]),
            Long.parseLong(words[3]),
            seconds);
    return sent;
  }
}
