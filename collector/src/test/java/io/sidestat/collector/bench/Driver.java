package io.sidestat.collector.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sidestat.collector.bench.Sender.Sent;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A {@link LoadDriver} in a process of its own, told what to do through its standard input. */
final class Driver implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;
  private final Path log;

  private Driver(Process process, Path log) {
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.log = log;
  }

  static Driver start(Launcher launcher, Path directory, Traffic traffic) throws IOException {
    Path log = directory.resolve("driver.log");
    return new Driver(
        launcher.startTalking(
            Launcher.Core.SENDERS, log, Launcher.java(LoadDriver.class, traffic.options())),
        log);
  }

  /**
   * Sends for that long and waits for the end.
   *
   * @param linesPerSecond 0 as fast as it goes
   */
  Sent send(int port, double linesPerSecond, double seconds) throws IOException {
    begin(port, linesPerSecond, Long.MAX_VALUE, seconds);
    return end();
  }

  /** Sends at least that many lines, for ten minutes at most, and waits for the end. */
  Sent sendLines(int port, double linesPerSecond, long lines) throws IOException {
    begin(port, linesPerSecond, lines, LoadDriver.SECONDS_MAX);
    return end();
  }

  private void begin(int port, double linesPerSecond, long lines, double seconds)
      throws IOException {
    tell(String.format(Locale.ROOT, "send %d %.1f %d %.3f", port, linesPerSecond, lines, seconds));
  }

  private Sent end() throws IOException {
    Sent sent = JSON.readValue(answer(), Sent.class);
    if (sent.errors() > 0) {
      throw new IOException("the load driver could not send: " + sent);
    }
    return sent;
  }

  /** What was sent since the start. */
  List<SeriesTruth> truth(Path file) throws IOException {
    tell("truth " + file);
    answer();
    return SeriesTruth.read(file);
  }

  private void tell(String command) throws IOException {
    commands.write(command);
    commands.newLine();
    commands.flush();
  }

  private String answer() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("the load driver ended; its words are in " + log);
    }
    return line;
  }

  @Override
  public void close() {
    Launcher.stop(process);
  }
}
