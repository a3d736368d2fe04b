package io.sidestat.collector.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts processes on cores of their own: what sends on core 0, what receives on core 1, with all
 * their threads. Where there is one core only, or no taskset(1), they run anywhere.
 */
final class Launcher {
  private static final long STOP_SECONDS = 15;

  /** Who starts a process and is killed takes it along. */
  private static final List<String> ENDS_WITH_US = List.of("setpriv", "--pdeathsig", "TERM");

  private final boolean pins;
  private final boolean ends = succeeds("setpriv", "--pdeathsig", "TERM", "true");

  Launcher() {
    this.pins =
        Runtime.getRuntime().availableProcessors() > 1 && succeeds("taskset", "-c", "1", "true");
  }

  /** The core that a process is kept on. */
  enum Core {
    SENDERS,
    RECEIVERS
  }

  /** Whether processes are kept on cores. */
  boolean pins() {
    return pins;
  }

  /** Whether a command can be run and ends with 0. */
  static boolean succeeds(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The command that runs a main class of this benchmark. */
  static List<String> java(Class<?> main, List<String> arguments) {
    List<String> command =
        new ArrayList<>(List.of(javaCommand(), "-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  static String javaCommand() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * Runs a command.
   *
   * @param log where its standard error goes, and its standard output unless it is read
   * @param environment beside the benchmark's own
   */
  Process start(Core core, Path log, List<String> command, Map<String, String> environment)
      throws IOException {
    return builder(core, log, command, environment).redirectOutput(appended(log)).start();
  }

  /** The same, with the standard output to be read. */
  Process startTalking(Core core, Path log, List<String> command) throws IOException {
    return builder(core, log, command, Map.of()).start();
  }

  private ProcessBuilder builder(
      Core core, Path log, List<String> command, Map<String, String> environment) {
    List<String> pinned = new ArrayList<>();
    if (ends) {
      pinned.addAll(ENDS_WITH_US);
    }
    if (pins) {
      pinned.addAll(List.of("taskset", "-c", Integer.toString(core.ordinal())));
    }
    pinned.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(pinned).redirectError(appended(log));
    builder.environment().putAll(environment);
    return builder;
  }

  private static ProcessBuilder.Redirect appended(Path log) {
    return ProcessBuilder.Redirect.appendTo(log.toFile());
  }

  /** Ends a process, by force if it does not hear. */
  static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** A condition that is asked for again and again. */
  interface Condition {
    boolean holds() throws IOException;
  }

  /** Waits for a condition; false if it does not hold within that time. */
  static boolean await(double seconds, Condition condition) throws IOException {
    long deadline = System.nanoTime() + (long) (seconds * 1e9);
    while (!condition.holds()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      pause(0.002);
    }
    return true;
  }

  /** Waits. */
  static void pause(double seconds) {
    long deadline = System.nanoTime() + (long) (seconds * 1e9);
    long left = deadline - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = deadline - System.nanoTime();
    }
  }
}
