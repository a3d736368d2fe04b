package io.sidestat.collector.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What systemd is told, over real Unix datagram sockets. */
@EnabledOnOs(OS.LINUX)
class SystemdNotificationTest {
  private static final long PID = 17;

  private final List<AutoCloseable> open = new ArrayList<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(SystemdNotification.class);

  @TempDir private Path directory;

  @BeforeEach
  void attach() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void close() throws Exception {
    logger.detachAppender(log);
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  private FakeSystemd systemd() throws IOException {
    FakeSystemd systemd = FakeSystemd.in(directory);
    open.add(systemd);
    return systemd;
  }

  private static SystemdNotification toldAt(String name) throws SystemdException {
    return SystemdNotification.of(Map.of("NOTIFY_SOCKET", name), PID);
  }

  private List<String> said(Level level) {
    return log.list.stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void ready_socketWithAPath_isTold() throws Exception {
    FakeSystemd systemd = systemd();

    toldAt(systemd.name()).ready("listening on udp:127.0.0.1:8125");

    assertEquals("READY=1\nSTATUS=listening on udp:127.0.0.1:8125", systemd.next());
  }

  @Test
  void ready_socketInTheAbstractNamespace_isTold() throws Exception {
    try (FakeSystemd systemd = FakeSystemd.inAbstractNamespace()) {
      assertTrue(systemd.name().startsWith("@"));

      toldAt(systemd.name()).ready("on");

      assertEquals("READY=1\nSTATUS=on", systemd.next());
    }
  }

  @Test
  void messages_ofALife_eachInADatagramOfItsOwn() throws Exception {
    FakeSystemd systemd = systemd();
    SystemdNotification notification = toldAt(systemd.name());

    notification.ready("a");
    notification.status("b");
    notification.ping();
    notification.stopping();

    assertEquals(
        List.of("READY=1\nSTATUS=a", "STATUS=b", "WATCHDOG=1", "STOPPING=1"), systemd.rest());
  }

  @Test
  void reloading_time_isThatOfNow() throws Exception {
    FakeSystemd systemd = systemd();

    long before = System.nanoTime();
    toldAt(systemd.name()).reloading();
    long after = System.nanoTime();

    String[] lines = systemd.next().split("\n", -1);
    assertEquals(2, lines.length);
    assertEquals("RELOADING=1", lines[0]);
    assertTrue(lines[1].startsWith("MONOTONIC_USEC="), lines[1]);
    long micros = Long.parseLong(lines[1].substring("MONOTONIC_USEC=".length()));
    assertTrue(before / 1_000 <= micros && micros <= after / 1_000, lines[1]);
  }

  /**
   * The claim behind MONOTONIC_USEC, against the first number of /proc/uptime, which is
   * CLOCK_BOOTTIME in hundredths of a second (proc(5), read 2026-11-26): that is CLOCK_MONOTONIC
   * and the time for which the machine slept.
   */
  @Test
  void nanoTime_onLinux_isTheKernelsMonotonicClock() throws Exception {
    double toleranceSeconds = 0.5;
    double monotonic = System.nanoTime() / 1e9;
    double boottime =
        Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0]);

    assertTrue(
        monotonic < boottime + toleranceSeconds,
        "nanoTime=%f, uptime=%f".formatted(monotonic, boottime));
    if (!hasSlept()) {
      assertEquals(boottime, monotonic, toleranceSeconds);
    }
  }

  private static boolean hasSlept() throws IOException {
    Path sleeps = Path.of("/sys/power/suspend_stats/success");
    return Files.exists(sleeps) && !Files.readString(sleeps).strip().equals("0");
  }

  @Test
  void status_textWithLineFeeds_isOneLine() throws Exception {
    FakeSystemd systemd = systemd();

    toldAt(systemd.name()).status("one\r\ntwo\nWATCHDOG=trigger\u0000");

    assertEquals("STATUS=one two WATCHDOG=trigger ", systemd.next());
  }

  @Test
  void ready_longText_isCutToWhatSystemdTakes() throws Exception {
    FakeSystemd systemd = systemd();

    toldAt(systemd.name()).ready("\u20ac".repeat(5_000));

    String told = systemd.next();
    assertEquals("READY=1\nSTATUS=" + "\u20ac".repeat(1_000), told);
    assertTrue(told.getBytes(StandardCharsets.UTF_8).length <= NotifySocket.MESSAGE_BYTES_MAX);
  }

  @Test
  void send_nobodyThere_warnsOnceAndSaysWhenItIsOver() throws Exception {
    SystemdNotification notification = toldAt(directory.resolve("notify").toString());

    notification.ready("on");
    notification.ping();
    notification.ping();

    assertEquals(1, said(Level.WARN).size(), log.list::toString);
    assertTrue(
        said(Level.WARN).get(0).endsWith("message=READY=1, problem=there is no such socket"),
        said(Level.WARN).get(0));
    assertEquals(List.of(), said(Level.INFO));

    FakeSystemd systemd = systemd();
    notification.ping();

    assertEquals("WATCHDOG=1", systemd.next());
    assertTrue(said(Level.INFO).get(0).contains("lost_messages=3"), said(Level.INFO).get(0));
    systemd.close();

    notification.ping();

    assertEquals(2, said(Level.WARN).size(), "the warning is armed again");
  }

  @Test
  void send_queueFull_waitsForRoom() throws Exception {
    FakeSystemd systemd = systemd();
    SystemdNotification notification = toldAt(systemd.name());
    int queued = 0;
    // The kernel queues net.unix.max_dgram_qlen datagrams, and one more.
    int queueMax =
        Integer.parseInt(Files.readString(Path.of("/proc/sys/net/unix/max_dgram_qlen")).strip());
    for (; queued <= queueMax; queued++) {
      notification.status("waits");
    }
    Thread late = new Thread(() -> notification.ready("late"));

    late.start();
    for (int i = 0; i < queued; i++) {
      assertEquals("STATUS=waits", systemd.next());
    }

    assertEquals("READY=1\nSTATUS=late", systemd.next());
    late.join();
    assertEquals(List.of(), said(Level.WARN));
  }

  @Test
  void send_queueStaysFull_givesUpWithAWarning() throws Exception {
    FakeSystemd systemd = systemd();
    SystemdNotification notification = toldAt(systemd.name());
    long started = System.nanoTime();

    while (said(Level.WARN).isEmpty()) {
      notification.status("waits");
    }

    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
    assertTrue(seconds < 10, "gave up after " + seconds + " s");
    assertTrue(systemd.rest().size() > 1);
  }

  @Test
  void of_noSocket_tellsNobody() throws Exception {
    for (Map<String, String> environment :
        List.of(Map.<String, String>of(), Map.of("NOTIFY_SOCKET", ""))) {
      SystemdNotification notification = SystemdNotification.of(environment, PID);

      notification.ready("on");
      notification.stopping();

      assertEquals(List.of(), log.list);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"notify", "@", "vsock:2:1234", "run/systemd/notify"})
  void of_socketThatIsNone_saysWhatIsAllowed(String name) {
    SystemdException refused = assertThrows(SystemdException.class, () -> toldAt(name));

    assertTrue(
        String.valueOf(refused.getMessage())
            .startsWith("NOTIFY_SOCKET: found \"" + name + "\", allowed: /path or @name"),
        refused.getMessage());
  }

  @Test
  void of_nameThatIsTooLong_isRefusedAndTheLongestIsNot() throws Exception {
    assertEquals(SystemdNotification.class, toldAt("@" + "a".repeat(107)).getClass());
    assertThrows(SystemdException.class, () -> toldAt("@" + "a".repeat(108)));
  }

  private static Optional<Duration> watchdogPeriod(String... variables) throws SystemdException {
    Map<String, String> environment = new HashMap<>(Map.of("NOTIFY_SOCKET", "/run/notify"));
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return SystemdNotification.of(environment, PID).watchdogPeriod();
  }

  @Test
  void watchdogPeriod_forThisProcessOrAny_isWhatSystemdSays() throws Exception {
    Optional<Duration> half = Optional.of(Duration.ofSeconds(30));

    assertEquals(half, watchdogPeriod("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "17"));
    assertEquals(half, watchdogPeriod("WATCHDOG_USEC", "30000000"));
  }

  @Test
  void watchdogPeriod_forAnotherProcessOrNone_isEmpty() throws Exception {
    assertEquals(Optional.empty(), watchdogPeriod());
    assertEquals(
        Optional.empty(), watchdogPeriod("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "18"));
    assertEquals(Optional.empty(), watchdogPeriod("WATCHDOG_USEC", "x", "WATCHDOG_PID", "18"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "0", "999999", "30s", "18446744073709551615"})
  void of_watchdogPeriodThatIsNone_saysWhatIsAllowed(String micros) {
    SystemdException refused =
        assertThrows(
            SystemdException.class,
            () -> SystemdNotification.of(Map.of("WATCHDOG_USEC", micros), PID));

    assertTrue(
        String.valueOf(refused.getMessage())
            .startsWith(
                "WATCHDOG_USEC: found \"" + micros + "\", allowed: microseconds, at least 1000000"),
        refused.getMessage());
  }
}
