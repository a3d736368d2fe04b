package io.sidestat.collector.bench;

import io.sidestat.collector.bench.Launcher.Core;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of the project's own yardsticks, which counts in a {@link TallyFile}. */
record TallyContender(String label, List<String> command, Optional<String> missing)
    implements Contender {
  private static final double START_SECONDS_MAX = 20;

  /** A counting receiver in Java. */
  static TallyContender java(CountingReceiver.Way way) {
    return new TallyContender(
        way.label,
        Launcher.java(CountingReceiver.class, List.of(way.name())),
        way == CountingReceiver.Way.IO_URING ? IoUringCheck.problem() : Optional.empty());
  }

  /** The receiver in C, compiled if there is a compiler. */
  static TallyContender c(String label, String mode) throws IOException {
    Optional<Path> program = CProgram.receiver();
    return new TallyContender(
        label,
        List.of(program.map(Path::toString).orElse(""), mode),
        program.isPresent() ? Optional.empty() : Optional.of("gcc cannot be run"));
  }

  @Override
  public Running start(Launcher launcher, Path directory) throws IOException {
    Path file = directory.resolve("tally");
    TallyFile tally = TallyFile.map(file);
    List<String> withFile = new ArrayList<>(command);
    withFile.add(file.toString());
    Path log = directory.resolve("receiver.log");
    Process process = launcher.start(Core.RECEIVERS, log, withFile, Map.of());
    boolean listens =
        Launcher.await(START_SECONDS_MAX, () -> tally.port() != 0 || !process.isAlive());
    if (!listens || tally.port() == 0) {
      Launcher.stop(process);
      throw new IOException(label + " does not listen: " + Files.readString(log));
    }
    return new Receiver(process, tally);
  }

  private record Receiver(Process process, TallyFile tally) implements Running {
    @Override
    public int port() {
      return tally.port();
    }

    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public long received() {
      return tally.datagrams();
    }

    @Override
    public boolean countsLines() {
      return false;
    }

    @Override
    public void close() {
      Launcher.stop(process);
    }
  }
}
