package io.sidestat.collector.cli;

import io.sidestat.client.SidestatClient;
import io.sidestat.collector.config.CollectorConfig;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.model.Ledger;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One run of the demo: traffic, progress, the table, and with it whether all adds up. All on the
 * caller's thread; {@link #endEarly} may be called from another.
 */
final class DemoRun {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  /** For the last interval to be closed and journaled. */
  private static final Duration PUBLISH_PATIENCE = Duration.ofSeconds(10);

  private static final long STEP_MILLIS = 20;
  private static final long PROGRESS_MILLIS = 2_000;
  private static final long SEED = 42;

  private final Collector collector;
  private final CollectorConfig config;
  private final int requestsPerSecond;
  private final PrintWriter out;
  private final SidestatClient client;
  private final DemoTraffic traffic;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean endingEarly;
  private volatile boolean addedUp;

  DemoRun(Collector collector, CollectorConfig config, int requestsPerSecond, PrintWriter out) {
    this.collector = collector;
    this.config = config;
    this.requestsPerSecond = requestsPerSecond;
    this.out = out;
    this.client =
        SidestatClient.builder().host("127.0.0.1").port(collector.listeners().udpPort()).build();
    this.traffic = new DemoTraffic(client, SEED);
  }

  /** Runs to the end; whether it all added up. */
  boolean run(Duration duration, boolean keepRunning)
      throws InterruptedException, JournalException {
    try {
      drive(duration, true);
      boolean addsUp = true;
      if (keepRunning && !endingEarly) {
        addsUp = reportWhileRunning();
        printStayingUp();
        while (!endingEarly) {
          drive(duration, false);
        }
      }
      client.close();
      Ledger ledger = collector.stop(STOP_PATIENCE);
      addedUp = report(ledger) && addsUp;
      return addedUp;
    } finally {
      ended.countDown();
    }
  }

  /** Makes {@link #run} come to its end now, with its table; waits for it, and answers the same. */
  boolean endEarly() throws InterruptedException {
    endingEarly = true;
    return ended.await(STOP_PATIENCE.toSeconds() * 2, TimeUnit.SECONDS) && addedUp;
  }

  /** Sends at the rate asked for, in steps, and says every other second how it goes. */
  private void drive(Duration duration, boolean saysHowItGoes) throws InterruptedException {
    long start = System.nanoTime();
    long sent = 0;
    long nextProgressMillis = PROGRESS_MILLIS;
    long elapsedMillis = 0;
    while (elapsedMillis < duration.toMillis() && !endingEarly) {
      Thread.sleep(STEP_MILLIS);
      elapsedMillis =
          Math.min(duration.toMillis(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
      long due = elapsedMillis * requestsPerSecond / 1000;
      traffic.requests((int) (due - sent));
      sent = due;
      if (saysHowItGoes && elapsedMillis >= nextProgressMillis) {
        nextProgressMillis += PROGRESS_MILLIS;
        out.printf(
            "%3d s of %d: %d requests, %d samples sent, %d received%n",
            elapsedMillis / 1000,
            duration.toSeconds(),
            sent,
            client.stats().samplesAccepted(),
            collector.intake().ledger().received());
        out.flush();
      }
    }
  }

  /** The table, once the last interval is journaled; traffic rests meanwhile. */
  private boolean reportWhileRunning() throws InterruptedException, JournalException {
    long deadline = System.nanoTime() + PUBLISH_PATIENCE.toNanos();
    while (published().count("ResponseTime") < traffic.requestCount()
        && System.nanoTime() < deadline) {
      Thread.sleep(STEP_MILLIS);
    }
    return report(collector.intake().ledger());
  }

  private PublishedMetrics published() throws JournalException {
    try (JournalReader reader = JournalReader.open(config.journal().path())) {
      return new PublishedMetrics(reader.unsentRequests(0, Long.MAX_VALUE));
    }
  }

  private boolean report(Ledger ledger) throws JournalException {
    boolean addsUp =
        new DemoReport(config.accuracy().relativeError())
            .print(traffic.endpoints(), published(), client.stats(), ledger, out);
    printHowToGoOn();
    return addsUp;
  }

  private void printStayingUp() {
    out.printf(
        """

        Staying up, with traffic, until Ctrl-C. A sample of your own:
          echo 'ResponseTime:42|ms|#Endpoint:/mine' | nc -u -w1 127.0.0.1 %d
        """,
        collector.listeners().udpPort());
    out.flush();
  }

  private void printHowToGoOn() {
    out.printf(
        """

        Go on:
          ask the journal   java -jar collector/target/sidestat.jar query ResponseTime --by Endpoint --stat p50 --stat p99.9 --journal-path %s
          run a collector   java -jar collector/target/sidestat.jar run
          send to AWS       CLOUDWATCH_METRICS_ENABLED=true AWS_REGION=... java -jar collector/target/sidestat.jar run
          read              docs/configuration.md, docs/architecture.md
        """,
        config.journal().path());
    out.flush();
  }
}
