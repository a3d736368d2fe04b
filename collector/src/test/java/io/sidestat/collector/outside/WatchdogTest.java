package io.sidestat.collector.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sidestat.collector.cloudwatch.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** When systemd's watchdog is told that all is well, and when not. */
// @BeforeEach sets the fields.
@SuppressWarnings("NullAway.Init")
@EnabledOnOs(OS.LINUX)
class WatchdogTest {
  private static final Duration PERIOD = Duration.ofMillis(40);
  private static final String PING = "WATCHDOG=1";

  private final List<AutoCloseable> open = new ArrayList<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Watchdog.class);
  private final AtomicInteger checks = new AtomicInteger();

  /** Empty while all is well. */
  private volatile Optional<String> problem = Optional.empty();

  private FakeSystemd systemd;

  @BeforeEach
  void open(@TempDir Path directory) throws Exception {
    log.start();
    logger.addAppender(log);
    systemd = FakeSystemd.in(directory);
  }

  @AfterEach
  void close() throws Exception {
    logger.detachAppender(log);
    for (AutoCloseable resource : open) {
      resource.close();
    }
    systemd.close();
  }

  private Watchdog start(Callable<Optional<String>> check, Duration period) throws Exception {
    SystemdNotification notification =
        SystemdNotification.of(Map.of("NOTIFY_SOCKET", systemd.name()), 1);
    Watchdog watchdog =
        new Watchdog(
            notification,
            () -> {
              checks.incrementAndGet();
              return check.call();
            },
            Optional.of(period));
    open.add(watchdog);
    watchdog.start();
    return watchdog;
  }

  private void awaitChecks(int more) {
    int enough = checks.get() + more;
    Await.until("it is checked " + more + " times more", () -> checks.get() >= enough);
  }

  private List<String> said(Level level) {
    return log.list.stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static boolean runs() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("sidestat-watchdog"));
  }

  @Test
  void start_allWell_pingsAtOnceAndTwiceAPeriod() throws Exception {
    Duration period = Duration.ofMillis(400);
    long started = System.nanoTime();

    start(() -> problem, period);

    for (int i = 0; i < 4; i++) {
      assertEquals(PING, systemd.next());
    }
    Duration passed = Duration.ofNanos(System.nanoTime() - started);
    assertTrue(passed.compareTo(Duration.ofMillis(600)) >= 0, "four pings in " + passed);
    assertEquals(List.of(), log.list);
  }

  @Test
  void check_problem_noPingsUntilItIsOver() throws Exception {
    start(() -> problem, PERIOD);
    assertEquals(PING, systemd.next());

    problem = Optional.of("the journal's thread has ended");
    Await.until("it is said", () -> !said(Level.WARN).isEmpty());
    List<String> before = systemd.rest();
    assertTrue(before.stream().allMatch(PING::equals), before::toString);
    awaitChecks(5);

    assertEquals(List.of(), systemd.rest());
    assertEquals(1, said(Level.WARN).size(), log.list::toString);
    assertTrue(
        said(Level.WARN).get(0).endsWith("problem=the journal's thread has ended"),
        log.list::toString);
    assertEquals(List.of(), said(Level.INFO));

    problem = Optional.empty();

    assertEquals(PING, systemd.next());
    assertEquals(1, said(Level.INFO).size(), log.list::toString);
    assertTrue(said(Level.INFO).get(0).contains("checks_failed="), log.list::toString);

    problem = Optional.of("again");
    Await.until("it is said again", () -> said(Level.WARN).size() == 2);
  }

  @Test
  void check_problem_isLookedAtMoreOften() throws Exception {
    problem = Optional.of("none answers");
    long started = System.nanoTime();

    start(() -> problem, Duration.ofSeconds(4));
    awaitChecks(3);

    Duration passed = Duration.ofNanos(System.nanoTime() - started);
    assertTrue(passed.compareTo(Duration.ofSeconds(1)) >= 0, "three checks in " + passed);
    assertTrue(passed.compareTo(Duration.ofSeconds(4)) < 0, "three checks in " + passed);
  }

  @Test
  void check_throws_noPingsAndItGoesOn() throws Exception {
    start(
        () -> {
          if (problem.isPresent()) {
            throw new IllegalStateException(problem.get());
          }
          return Optional.empty();
        },
        PERIOD);
    problem = Optional.of("broken");
    Await.until("it is said", () -> !said(Level.WARN).isEmpty());
    systemd.rest();
    awaitChecks(3);

    assertEquals(List.of(), systemd.rest());
    assertTrue(
        said(Level.WARN)
            .get(0)
            .endsWith("the check failed: java.lang.IllegalStateException: broken"),
        log.list::toString);

    problem = Optional.empty();

    assertEquals(PING, systemd.next());
  }

  @Test
  void check_hangs_noPings() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    start(
        () -> {
          begun.countDown();
          released.await();
          return Optional.empty();
        },
        PERIOD);
    begun.await();

    assertEquals(List.of(), systemd.rest());
    assertEquals(1, checks.get());

    released.countDown();
    assertEquals(PING, systemd.next());
  }

  @Test
  void close_whileACheckHangs_endsTheThread() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Watchdog watchdog =
        start(
            () -> {
              begun.countDown();
              new CountDownLatch(1).await();
              return Optional.empty();
            },
            PERIOD);
    begun.await();

    watchdog.close();

    Await.until("it has ended", () -> !runs());
    assertEquals(List.of(), systemd.rest());
  }

  @Test
  void start_afterTheClose_tellsNothing() throws Exception {
    SystemdNotification notification =
        SystemdNotification.of(
            Map.of("NOTIFY_SOCKET", systemd.name(), "WATCHDOG_USEC", "1000000"), 1);
    Watchdog watchdog = new Watchdog(notification, () -> problem);

    watchdog.close();
    watchdog.start();

    Await.until("it has ended", () -> !runs());
    assertEquals(List.of(), systemd.rest());
  }

  @Test
  void start_systemdDoesNotWatch_thereIsNoThread() throws Exception {
    try (Watchdog watchdog =
        new Watchdog(
            SystemdNotification.of(Map.of("NOTIFY_SOCKET", systemd.name()), 1), () -> problem)) {
      watchdog.start();

      assertTrue(!runs());
    }
  }
}
