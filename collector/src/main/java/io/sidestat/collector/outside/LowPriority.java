package io.sidestat.collector.outside;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the kernel prefer every other thread to some of ours.
 *
 * <p>Java leaves priorities alone unless it is started with flags of its own, so renice(1) is asked
 * to do it. Where there is none, or no {@code /proc}, nothing changes. Any thread may ask.
 */
public final class LowPriority {
  private static final Logger log = LoggerFactory.getLogger(LowPriority.class);

  /** The lowest there is: a 68th of the usual share of a core; see sched(7). */
  static final int NICE = 19;

  private static final Path THREADS = Path.of("/proc/self/task");

  private LowPriority() {}

  /**
   * Gives it to all threads of that name, and so to those that they start from then on. Does not
   * wait.
   *
   * @param thread a name of at most 15 characters, which is what the kernel keeps of it
   * @return completed when it is done: whether it could be
   */
  public static CompletableFuture<Boolean> give(String thread) {
    try {
      List<String> ids = ids(thread);
      if (ids.isEmpty()) {
        return CompletableFuture.completedFuture(false);
      }
      return new ProcessBuilder(command(ids))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .onExit()
          .thenApply(ended -> ended.exitValue() == 0);
    } catch (IOException | UncheckedIOException e) {
      log.debug("threads keep their usual priority: name={}, cause={}", thread, e.getMessage());
      return CompletableFuture.completedFuture(false);
    }
  }

  private static List<String> command(List<String> ids) {
    return Stream.concat(Stream.of("renice", "-n", Integer.toString(NICE), "-p"), ids.stream())
        .toList();
  }

  private static List<String> ids(String thread) throws IOException {
    try (Stream<Path> threads = Files.list(THREADS)) {
      return threads
          .filter(one -> thread.equals(name(one)))
          .map(one -> one.getFileName().toString())
          .toList();
    }
  }

  /** Empty if it has ended meanwhile. */
  private static String name(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
