package io.sidestat.collector.outside;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how this process is, if systemd asked for it; else every call does nothing. For any
 * thread; a call takes a second at most.
 *
 * <p>Never throws: what cannot be sent is lost. The log warns of the first, and says when systemd
 * is reached again and how many were lost.
 *
 * <p>Source: sd_notify(3), sd_watchdog_enabled(3) and systemd.service(5), read 2026-11-26.
 */
public final class SystemdNotification {
  /** Nobody is told. */
  public static final SystemdNotification NONE =
      new SystemdNotification(Optional.empty(), Optional.empty());

  /** Longer texts are cut: three bytes a character at most leave room for the rest. */
  static final int TEXT_CHARS_MAX = 1_000;

  /** In less, an ordinary pause of a JVM would be taken for its end. */
  static final Duration WATCHDOG_PERIOD_MIN = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(SystemdNotification.class);

  private final Optional<NotifySocket> socket;
  private final Optional<Duration> watchdogPeriod;
  private long lost;

  private SystemdNotification(Optional<NotifySocket> socket, Optional<Duration> watchdogPeriod) {
    this.socket = socket;
    this.watchdogPeriod = watchdogPeriod;
  }

  /**
   * What the environment asks for: NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID. Without the
   * first, or elsewhere than on Linux, nothing.
   *
   * @param pid of this process: an environment may have been inherited together with other things
   * @throws SystemdException if a value cannot be understood
   */
  public static SystemdNotification of(Map<String, String> environment, long pid)
      throws SystemdException {
    Optional<Duration> watchdogPeriod = watchdogPeriod(environment, pid);
    String name = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (name.isEmpty() || !isLinux()) {
      return NONE;
    }
    return new SystemdNotification(Optional.of(NotifySocket.named(name)), watchdogPeriod);
  }

  private static boolean isLinux() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).equals("linux");
  }

  private static Optional<Duration> watchdogPeriod(Map<String, String> environment, long pid)
      throws SystemdException {
    String micros = environment.get("WATCHDOG_USEC");
    String ours = Long.toString(pid);
    if (micros == null || !environment.getOrDefault("WATCHDOG_PID", ours).equals(ours)) {
      return Optional.empty();
    }
    long microsMin = TimeUnit.NANOSECONDS.toMicros(WATCHDOG_PERIOD_MIN.toNanos());
    // 18 digits are 30,000 years, and fit a long.
    if (!micros.matches("[0-9]{1,18}") || Long.parseLong(micros) < microsMin) {
      throw new SystemdException(
          "WATCHDOG_USEC: found \"%s\", allowed: microseconds, at least %d; it is set by WatchdogSec= of systemd's units"
              .formatted(micros, microsMin));
    }
    return Optional.of(Duration.of(Long.parseLong(micros), ChronoUnit.MICROS));
  }

  /** Within what time systemd must hear {@link #ping} again; empty if it does not watch. */
  Optional<Duration> watchdogPeriod() {
    return watchdogPeriod;
  }

  /**
   * The start, or a reload, is over.
   *
   * @param text what {@code systemctl status} shows
   */
  public void ready(String text) {
    send("READY=1\nSTATUS=" + line(text));
  }

  /**
   * The configuration is being read again; {@link #ready} must follow. The time, as
   * Type=notify-reload asks for it, lets systemd tell this answer to its signal from an older one.
   */
  public void reloading() {
    // HotSpot's nanoTime is CLOCK_MONOTONIC on Linux; a test compares them.
    send("RELOADING=1\nMONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
  }

  /** The end has begun. */
  public void stopping() {
    send("STOPPING=1");
  }

  /** What {@code systemctl status} shows from now on. */
  public void status(String text) {
    send("STATUS=" + line(text));
  }

  /** All is well: the watchdog's time begins anew. */
  void ping() {
    send("WATCHDOG=1");
  }

  /** A line feed in it would begin another assignment. */
  private static String line(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.substring(0, Math.min(line.length(), TEXT_CHARS_MAX));
  }

  private synchronized void send(String message) {
    if (socket.isEmpty()) {
      return;
    }
    try {
      socket.get().send(message);
      if (lost > 0) {
        log.info("systemd is told again how the collector is: lost_messages={}", lost);
        lost = 0;
      }
    } catch (IOException e) {
      lost++;
      if (lost == 1) {
        log.warn(
            "systemd cannot be told how the collector is, and may restart it: socket={}, message={},"
                + " problem={}",
            socket.get(),
            message.lines().findFirst().orElse(""),
            e.getMessage());
      }
    }
  }
}
