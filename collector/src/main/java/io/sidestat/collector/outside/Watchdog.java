package io.sidestat.collector.outside;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd's watchdog that all is well, twice in its period, on the daemon thread {@code
 * sidestat-watchdog}; without a watchdog there is no such thread.
 *
 * <p>A check says each time whether all is well. If it finds a problem, throws, or does not come
 * back, nothing is sent, and when the period is over systemd ends the process and starts it again.
 * Until then it is checked more often, so that what mends itself is not restarted. The log warns of
 * the problem once, and says when it is over.
 */
public final class Watchdog implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

  /** sd_watchdog_enabled(3) recommends half of the period; read 2026-11-26. */
  private static final int PINGS_A_PERIOD = 2;

  private static final int CHECKS_A_PERIOD_WHEN_ILL = 8;

  private final SystemdNotification systemd;
  private final Callable<Optional<String>> check;
  private final Optional<Duration> period;
  private final Thread thread = new Thread(this::run, "sidestat-watchdog");
  private final CountDownLatch closed = new CountDownLatch(1);
  private long missed;

  /**
   * A watchdog of the period that systemd asked for; {@link #start} begins.
   *
   * @param check the problem, if there is one; may block, and should give up within a quarter of
   *     the period
   */
  public Watchdog(SystemdNotification systemd, Callable<Optional<String>> check) {
    this(systemd, check, systemd.watchdogPeriod());
  }

  /** With a period of the caller's choice: a test has less patience. */
  Watchdog(
      SystemdNotification systemd, Callable<Optional<String>> check, Optional<Duration> period) {
    this.systemd = systemd;
    this.check = check;
    this.period = period;
    thread.setDaemon(true);
  }

  /** Begins, if systemd watches. */
  public void start() {
    if (period.isPresent()) {
      thread.start();
    }
  }

  private void run() {
    long periodNanos = TimeUnit.NANOSECONDS.convert(period.orElseThrow());
    long pauseNanos = 0;
    try {
      while (!closed.await(pauseNanos, TimeUnit.NANOSECONDS)) {
        pauseNanos = periodNanos / (tell(problem()) ? PINGS_A_PERIOD : CHECKS_A_PERIOD_WHEN_ILL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<String> problem() throws InterruptedException {
    try {
      return check.call();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return Optional.of("the check failed: " + e);
    }
  }

  /** Answers whether all is well. */
  private boolean tell(Optional<String> problem) {
    if (problem.isPresent()) {
      if (missed == 0) {
        log.warn(
            "not well: systemd's watchdog is told nothing, and restarts the collector if this lasts:"
                + " problem={}",
            problem.get());
      }
      missed++;
      return false;
    }
    if (missed > 0) {
      log.info("well again, systemd's watchdog is told so: checks_failed={}", missed);
      missed = 0;
    }
    systemd.ping();
    return true;
  }

  /** Tells nothing more: the process is about to end. */
  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
