package io.sidestat.collector.bench;

import io.sidestat.collector.bench.Sender.Sent;
import java.io.IOException;
import java.nio.file.Path;

/** Traffic begins at the moment the socket is there: nothing has been compiled yet by then. */
final class ColdStart implements Scenario {
  private static final double RATE = 100_000;
  private static final double BIND_SECONDS_MAX = 30;
  private static final double SECONDS = 10;
  private static final double QUICK_SECONDS = 0.5;
  private static final double READ_SECONDS_MAX = 30;

  @Override
  public String name() {
    return "cold-start";
  }

  @Override
  public String run(Lab lab) throws IOException {
    double lost = 0;
    double worst = 0;
    try (Driver driver = lab.driver(Traffic.timers(100, 1))) {
      for (int round = 1; round <= lab.effort().rounds(); round++) {
        double lostNow = lost(lab, driver);
        lab.say("round " + round + ": lost=" + lostNow);
        lost += lostNow;
        worst = Math.max(worst, lostNow);
      }
    }
    return "100,000 lines/s, one a datagram, from the moment the port is bound, in fresh processes;"
        + " worst round: %.0f lost.%n%n".formatted(worst)
        + new Bars().atMost("lines lost in all rounds", 0, lost);
  }

  private static double lost(Lab lab, Driver driver) throws IOException {
    Path directory = lab.place();
    int port = Lab.freePort();
    Sidestat sidestat = new Sidestat();
    Process process = sidestat.launch(lab.launcher(), directory, port);
    try {
      boolean bound =
          Launcher.await(BIND_SECONDS_MAX, () -> KernelFigures.sockets(port).count() > 0);
      if (!bound) {
        throw new IOException("the collector did not bind its port");
      }
      Sent sent = driver.send(port, RATE, lab.effort().quick() ? QUICK_SECONDS : SECONDS);
      try (Sidestat.Collector collector = sidestat.started(process, directory)) {
        Launcher.await(READ_SECONDS_MAX, () -> KernelFigures.sockets(port).queuedBytes() == 0);
        Launcher.await(collector.countLagSeconds(), () -> collector.received() == sent.datagrams());
        return sent.datagrams() - collector.received();
      }
    } finally {
      Launcher.stop(process);
    }
  }
}
