package io.sidestat.collector.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.bench.Launcher.Core;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged collector, with its defaults but for free ports, a journal of its own, and what is
 * asked for. Publishing is off.
 *
 * @param arguments further flags of {@code sidestat run}
 */
record Sidestat(List<String> arguments) implements Contender {
  static final String NAME = "Sidestat";

  static final Path JAR = Path.of("collector/target/sidestat.jar");
  private static final double START_SECONDS_MAX = 30;
  private static final Pattern LISTENING =
      Pattern.compile("listening: on=udp:127\\.0\\.0\\.1:(\\d+), admin=(http://[^,]+),");

  Sidestat(String... arguments) {
    this(List.of(arguments));
  }

  @Override
  public String label() {
    return NAME;
  }

  @Override
  public Optional<String> missing() {
    return Files.exists(JAR)
        ? Optional.empty()
        : Optional.of(JAR + " is not there: run mvn -q -DskipTests package");
  }

  @Override
  public Collector start(Launcher launcher, Path directory) throws IOException {
    return started(launch(launcher, directory, 0), directory);
  }

  /**
   * Starts the process and does not wait.
   *
   * @param port 0 for any free one
   */
  Process launch(Launcher launcher, Path directory, int port) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Launcher.javaCommand(),
                "-jar",
                JAR.toString(),
                "run",
                "--listen-udp=127.0.0.1:" + port,
                "--admin-address=127.0.0.1:0",
                "--journal-path=" + directory.resolve("journal.db")));
    command.addAll(arguments);
    return launcher.start(Core.RECEIVERS, log(directory), command, Map.of());
  }

  /** Waits until a process that was launched says that it listens. */
  Collector started(Process process, Path directory) throws IOException {
    Path log = log(directory);
    boolean said =
        Launcher.await(
            START_SECONDS_MAX, () -> LISTENING.matcher(text(log)).find() || !process.isAlive());
    Matcher matcher = LISTENING.matcher(text(log));
    if (!said || !matcher.find()) {
      Launcher.stop(process);
      throw new IOException("the collector does not listen: " + text(log));
    }
    return new Collector(
        process,
        Integer.parseInt(matcher.group(1)),
        URI.create(matcher.group(2) + "/api/v1/status"),
        directory);
  }

  private static Path log(Path directory) {
    return directory.resolve("collector.log");
  }

  private static String text(Path log) throws IOException {
    return Files.exists(log) ? Files.readString(log) : "";
  }

  /**
   * A collector that runs.
   *
   * @param directory where its journal and its log are
   */
  record Collector(Process process, int port, URI statusAddress, Path directory)
      implements Running {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The last line of a class histogram: objects and bytes. */
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)$");

    /** By default. */
    private static final long INTERVAL_MILLIS = 60_000;

    /** For how long after an interval's end its closing may use the CPU. */
    private static final double CLOSING_SECONDS = 3;

    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public long received() throws IOException {
      return ledger("datagrams");
    }

    @Override
    public boolean countsLines() {
      return false;
    }

    /** What its status page says. */
    JsonNode status() throws IOException {
      try (var body = statusAddress.toURL().openStream()) {
        return JSON.readTree(new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
    }

    @Override
    public void awaitCalm(double seconds) {
      double left = (INTERVAL_MILLIS - System.currentTimeMillis() % INTERVAL_MILLIS) / 1e3;
      if (left < seconds) {
        Launcher.pause(left + CLOSING_SECONDS);
      }
    }

    /** Of all objects that are in use, found by a full collection. */
    long liveBytes() throws IOException {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(Launcher.javaCommand()).resolveSibling("jcmd").toString(),
                  Long.toString(pid()),
                  "GC.class_histogram")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher total = TOTAL.matcher(said);
      if (!total.find()) {
        throw new IOException("jcmd does not tell what is in use");
      }
      return Long.parseLong(total.group(1));
    }

    Path journal() {
      return directory.resolve("journal.db");
    }

    /** Number of lines in its log. */
    int logLines() throws IOException {
      return Files.readAllLines(Sidestat.log(directory)).size();
    }

    /** One of the ledger's figures, such as "aggregated". */
    long ledger(String figure) throws IOException {
      return status().path("ledger").path(figure).asLong();
    }

    @Override
    public void close() {
      Launcher.stop(process);
    }
  }
}
