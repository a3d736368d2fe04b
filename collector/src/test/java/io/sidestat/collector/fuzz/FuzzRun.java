package io.sidestat.collector.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from Jazzer to a {@link FuzzTarget}, and before that from the target to the files that
 * Jazzer begins with. Run: see {@code docs/fuzzing.md}.
 */
public final class FuzzRun {
  private static @Nullable FuzzTarget target;

  private FuzzRun() {}

  /**
   * Writes a target's seeds and kept inputs as files, and makes the directory for what the fuzzer
   * adds.
   *
   * @param args the target's class within the collector's package, the directory for the seeds, the
   *     directory for the corpus
   */
  public static void main(String[] args) throws Exception {
    Path seeds = Files.createDirectories(Path.of(args[1]));
    Files.createDirectories(Path.of(args[2]));
    List<byte[]> inputs = named(args[0]).corpus();
    for (int i = 0; i < inputs.size(); i++) {
      Files.write(seeds.resolve("seed-" + i), inputs.get(i));
    }
  }

  private static FuzzTarget named(String name) throws ReflectiveOperationException {
    return Class.forName("io.sidestat.collector." + name)
        .asSubclass(FuzzTarget.class)
        .getDeclaredConstructor()
        .newInstance();
  }

  /** Called by Jazzer once, with the target's class within the collector's package. */
  public static void fuzzerInitialize(String[] args) throws ReflectiveOperationException {
    target = named(args[0]);
  }

  /** Called by Jazzer with each input. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    if (target != null) {
      target.accept(input);
    }
  }
}
