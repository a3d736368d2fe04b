package io.sidestat.collector.bench;

import io.sidestat.collector.bench.Sender.Sent;
import java.io.IOException;

/**
 * Traffic sent to a contender, and what became of it.
 *
 * @param lostLines sent and not received, by the contender's own count
 * @param receivedLines what is left of those sent
 * @param seconds until the last was read
 * @param cpuSeconds that the contender took meanwhile, with all its threads
 */
record Trial(Sent sent, double lostLines, double receivedLines, double seconds, double cpuSeconds) {
  private static final double DRAIN_SECONDS_MAX = 10;

  /** No interval ends while the last lines are counted. */
  private static final double CALM_SECONDS_AFTER = 2;

  /**
   * Sends for that long, at a time when no interval ends.
   *
   * @param linesPerSecond 0 as fast as it goes
   */
  static Trial run(Driver driver, Running running, double linesPerSecond, double seconds)
      throws IOException {
    running.awaitCalm(seconds + CALM_SECONDS_AFTER);
    return runNow(driver, running, linesPerSecond, seconds);
  }

  /** The same, whether intervals end meanwhile or not. */
  static Trial runNow(Driver driver, Running running, double linesPerSecond, double seconds)
      throws IOException {
    long receivedBefore = running.received();
    double cpuBefore = KernelFigures.cpuSeconds(running.pid());
    long start = System.nanoTime();
    Sent sent = driver.send(running.port(), linesPerSecond, seconds);
    Launcher.await(
        DRAIN_SECONDS_MAX, () -> KernelFigures.sockets(running.port()).queuedBytes() == 0);
    double elapsed = (System.nanoTime() - start) / 1e9;
    double cpu = KernelFigures.cpuSeconds(running.pid()) - cpuBefore;
    double wanted = running.countsLines() ? sent.lines() : sent.datagrams();
    double received = counted(running, receivedBefore, wanted);
    return new Trial(
        sent,
        sent.lines() * (wanted - received) / wanted,
        sent.lines() * received / wanted,
        elapsed,
        cpu);
  }

  /** What has been received since; the last lines may be read and not counted yet. */
  private static double counted(Running running, long before, double wanted) throws IOException {
    long[] received = new long[1];
    Launcher.await(
        running.countLagSeconds(),
        () -> {
          received[0] = running.received() - before;
          return received[0] >= wanted;
        });
    return received[0];
  }

  boolean lossFree() {
    return lostLines == 0;
  }

  double sentLinesPerSecond() {
    return sent.lines() / sent.seconds();
  }

  double receivedLinesPerSecond() {
    return receivedLines / seconds;
  }

  double cpuSecondsPerMillionLines() {
    return cpuSeconds / receivedLines * 1e6;
  }
}
