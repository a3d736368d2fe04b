package io.sidestat.collector.bench;

import io.sidestat.collector.bench.Launcher.Core;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Another StatsD server, set up to count timers without tags and to tell how many it has counted.
 * Where a server can be told nothing of its receive buffer, it is given the same as all others.
 */
enum Peer implements Contender {
  /** The first of all, on Node.js. */
  STATSD("statsd " + PeerFiles.STATSD_VERSION, PeerFiles.statsd()) {
    @Override
    Running start(Launcher launcher, Path directory, int port) throws IOException {
      Path count = directory.resolve("count");
      Path settings = directory.resolve("config.js");
      Files.writeString(
          settings,
          """
          {
            address: "127.0.0.1", port: %d, mgmt_address: "127.0.0.1", mgmt_port: %d,
            flushInterval: 1000, backends: ["%s"], countFile: "%s"
          }
          """
              .formatted(
                  port,
                  Lab.freePort(),
                  Path.of("collector/src/test/node/count.js").toAbsolutePath(),
                  count));
      return running(
          launcher,
          directory,
          port,
          List.of("node", PeerFiles.statsd().toString(), settings.toString()),
          Map.of("LD_PRELOAD", receiveBuffer()),
          () -> Files.exists(count) ? parsed(Files.readString(count)) : 0);
    }
  },

  /** In C; of its plugins, one receives StatsD. */
  COLLECTD(
      "collectd " + PeerFiles.COLLECTD_VERSION, PeerFiles.collectd().resolve("usr/sbin/collectd")) {
    @Override
    Running start(Launcher launcher, Path directory, int port) throws IOException {
      Path home = PeerFiles.collectd();
      Path settings = directory.resolve("collectd.conf");
      Files.writeString(
          settings,
          """
          Hostname "host"
          FQDNLookup false
          Interval 1
          BaseDir "%1$s"
          PIDFile "%1$s/pid"
          PluginDir "%2$s/usr/lib/collectd"
          TypesDB "%2$s/usr/share/collectd/types.db"
          LoadPlugin statsd
          LoadPlugin csv
          <Plugin statsd>
            Host "127.0.0.1"
            Port "%3$d"
            TimerPercentile 99.0
            TimerCount true
          </Plugin>
          <Plugin csv>
            DataDir "%1$s/csv"
            StoreRates false
          </Plugin>
          """
              .formatted(directory, home, port));
      return running(
          launcher,
          directory,
          port,
          List.of(home.resolve("usr/sbin/collectd").toString(), "-f", "-C", settings.toString()),
          Map.of(
              "LD_LIBRARY_PATH",
              home.resolve("usr/lib/x86_64-linux-gnu").toString(),
              "LD_PRELOAD",
              receiveBuffer()),
          () -> countsOfIntervals(directory.resolve("csv/host/statsd")));
    }
  },

  /** In Go; it keeps what it counts for Prometheus to ask for. */
  EXPORTER("statsd_exporter " + PeerFiles.EXPORTER_VERSION, PeerFiles.exporter()) {
    @Override
    Running start(Launcher launcher, Path directory, int port) throws IOException {
      int web = Lab.freePort();
      URI metrics = URI.create("http://127.0.0.1:" + web + "/metrics");
      return running(
          launcher,
          directory,
          port,
          List.of(
              PeerFiles.exporter().toString(),
              "--statsd.listen-udp=127.0.0.1:" + port,
              "--statsd.listen-tcp=",
              "--statsd.read-buffer=" + CountingReceiver.RECEIVE_BUFFER_BYTES,
              "--web.listen-address=127.0.0.1:" + web),
          Map.of(),
          () -> countsOfSummaries(metrics));
    }
  };

  private static final double START_SECONDS_MAX = 20;

  private final String label;
  private final Path program;

  Peer(String label, Path program) {
    this.label = label;
    this.program = program;
  }

  /** Writes its settings and starts it. */
  abstract Running start(Launcher launcher, Path directory, int port) throws IOException;

  @Override
  public String label() {
    return label;
  }

  @Override
  public Optional<String> missing() {
    return Files.exists(program)
        ? Optional.empty()
        : Optional.of("it could not be fetched from its registry");
  }

  @Override
  public Running start(Launcher launcher, Path directory) throws IOException {
    return start(launcher, directory, Lab.freePort());
  }

  private static String receiveBuffer() throws IOException {
    return CProgram.receiveBuffer().map(Path::toString).orElse("");
  }

  private static long parsed(String text) {
    return text.isBlank() ? 0 : Long.parseLong(text.strip());
  }

  /** Adds up the counts that collectd wrote, a line for each series and interval. */
  private static long countsOfIntervals(Path directory) throws IOException {
    double count = 0;
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.filter(each -> each.toString().contains("-count-")).toList()) {
          for (String line : Files.readAllLines(file)) {
            count += line.startsWith("epoch") ? 0 : number(line.substring(line.indexOf(',') + 1));
          }
        }
      }
    }
    return (long) count;
  }

  /** Of a series in an interval without samples, collectd writes "nan" or 0. */
  private static double number(String text) {
    double number = Double.parseDouble(text.equals("nan") ? "0" : text);
    return Double.isNaN(number) ? 0 : number;
  }

  /** Adds up the counts of all summaries that statsd_exporter tells of our timers. */
  private static long countsOfSummaries(URI metrics) throws IOException {
    double count = 0;
    try (var body = metrics.toURL().openStream()) {
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        int space = line.lastIndexOf(' ');
        if (line.startsWith(SentType.TIMER.metric) && line.substring(0, space).endsWith("_count")) {
          count += Double.parseDouble(line.substring(space + 1));
        }
      }
    }
    return (long) count;
  }

  /** How many timer samples a server says it has had. */
  interface Count {
    long ask() throws IOException;
  }

  private static Running running(
      Launcher launcher,
      Path directory,
      int port,
      List<String> command,
      Map<String, String> environment,
      Count count)
      throws IOException {
    Path log = directory.resolve("peer.log");
    Process process = launcher.start(Core.RECEIVERS, log, command, environment);
    boolean listens =
        Launcher.await(
            START_SECONDS_MAX,
            () ->
                (KernelFigures.sockets(port).count() > 0 && answers(count)) || !process.isAlive());
    if (!listens || !process.isAlive()) {
      Launcher.stop(process);
      throw new IOException(command.get(0) + " does not listen: " + Files.readString(log));
    }
    return new PeerProcess(process, port, count);
  }

  private static boolean answers(Count count) throws IOException {
    try {
      return count.ask() == 0;
    } catch (ConnectException e) {
      return false;
    }
  }

  private record PeerProcess(Process process, int port, Count count) implements Running {
    /** They count once a second. */
    private static final double LAG_SECONDS = 2.5;

    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public long received() throws IOException {
      return count.ask();
    }

    @Override
    public boolean countsLines() {
      return true;
    }

    @Override
    public double countLagSeconds() {
      return LAG_SECONDS;
    }

    @Override
    public void close() {
      Launcher.stop(process);
    }
  }
}
