package io.sidestat.collector.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The benchmark's sources in C, compiled when they are needed and if there is a compiler. */
final class CProgram {
  private static final Path SOURCES = Path.of("collector/src/test/c");

  private CProgram() {}

  /** The receiver; empty if it cannot be compiled. */
  static Optional<Path> receiver() throws IOException {
    return compiled("receiver.c", List.of("-march=native"));
  }

  /** What gives a server a large receive buffer; empty if it cannot be compiled. */
  static Optional<Path> receiveBuffer() throws IOException {
    return compiled("receive_buffer.c", List.of("-shared", "-fPIC", "-ldl"));
  }

  private static Optional<Path> compiled(String source, List<String> flags) throws IOException {
    Path program = Files.createTempFile("sidestat-bench", ".out");
    program.toFile().deleteOnExit();
    List<String> command =
        new ArrayList<>(
            List.of("gcc", "-O3", "-o", program.toString(), SOURCES.resolve(source).toString()));
    command.addAll(flags);
    return Launcher.succeeds(command.toArray(String[]::new))
        ? Optional.of(program)
        : Optional.empty();
  }
}
