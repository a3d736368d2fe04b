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
  private static final double COUNT_SECONDS_MAX = 3;

  /** Sends for that long; 0 lines a second means as fast as it goes. */
  static Trial run(Driver driver, Running running, double linesPerSecond, double seconds)
      throws IOException {
    running.awaitCalm(seconds + 2);
    long receivedBefore = running.received();
    double cpuBefore = KernelFigures.cpuSeconds(running.pid());
    long start = System.nanoTime();
    Sent sent = driver.send(running.port(), linesPerSecond, seconds);
    if (sent.errors() > 0) {
      throw new IOException("the sender failed: " + sent);
    }
    Launcher.await(
        DRAIN_SECONDS_MAX, () -> KernelFigures.socket(running.port()).queuedBytes() == 0);
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

  /** What has been received since; the last datagrams may be read and not counted yet. */
  private static double counted(Running running, long before, double wanted) throws IOException {
    long[] received = {running.received() - before};
    Launcher.await(
        COUNT_SECONDS_MAX,
        () -> {
          long now = running.received() - before;
          boolean quiet = now == received[0];
          received[0] = now;
          return quiet || now >= wanted;
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
