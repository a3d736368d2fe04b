package io.sidestat.collector.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a coverage-guided fuzzer, and the replay of what it once found, call with bytes. Whatever
 * the bytes, {@link #accept} must return: an exception or an error is a finding. What it does
 * depends on nothing but the bytes. Not thread-safe.
 */
public interface FuzzTarget {
  /** Takes one input. */
  void accept(byte[] input) throws Exception;

  /** Inputs to begin with. */
  List<byte[]> seeds() throws IOException;

  /** The directory that keeps inputs of this form; several targets may share one. */
  Path kept();

  /** The directory for inputs of that form, below the module's. */
  static Path keptIn(String form) {
    return Path.of("src", "test", "resources", "fuzz", form);
  }

  /** The kept inputs' files, in the order of their names; none if there is no directory yet. */
  default List<Path> keptFiles() throws IOException {
    if (!Files.isDirectory(kept())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(kept())) {
      return files.sorted().toList();
    }
  }

  /** What a fuzzer begins with: the seeds and what is kept. */
  default List<byte[]> corpus() throws IOException {
    List<byte[]> corpus = new ArrayList<>(seeds());
    for (Path file : keptFiles()) {
      corpus.add(Files.readAllBytes(file));
    }
    return corpus;
  }

  /**
   * Fails unless it holds.
   *
   * @throws IllegalStateException if not
   */
  static void hold(boolean condition, String what) {
    if (!condition) {
      throw new IllegalStateException("does not hold: " + what);
    }
  }
}
