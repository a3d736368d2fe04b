package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The log as it is configured, whoever writes into it. */
class PrintableLogTest {
  private static final String HOSTILE = "\u001B[31m\u009B2J\u202E\n2026 ERROR forged";

  /** What the appender writes. */
  private static String[] lines(String message, @Nullable Throwable thrown) {
    Logger root = (Logger) LoggerFactory.getLogger("ROOT");
    var appender = (ConsoleAppender<ILoggingEvent>) root.getAppender("STDERR");
    LoggingEvent event =
        new LoggingEvent("test", root, Level.WARN, message, thrown, new Object[] {HOSTILE});
    return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8).split("\n", -1);
  }

  @Test
  void event_hostileMessage_isOneLineThatPrints() {
    String[] lines = lines("said: {}", null);

    assertEquals(2, lines.length, () -> Arrays.toString(lines));
    assertTrue(
        lines[0].endsWith("said: \\u001B[31m\\u009B2J\\u202E\\n2026 ERROR forged"), () -> lines[0]);
    assertEquals("", lines[1]);
  }

  @Test
  void event_hostileException_isOfLinesThatPrintAndPassForNoEvent() {
    String[] lines =
        lines("failed", new IllegalStateException(HOSTILE, new IllegalArgumentException(HOSTILE)));

    assertEquals("  java.lang.IllegalStateException: \\u001B[31m\\u009B2J\\u202E", lines[1]);
    assertEquals("  2026 ERROR forged", lines[2]);
    for (String line : Arrays.asList(lines).subList(1, lines.length)) {
      assertTrue(line.isEmpty() || line.startsWith("  "), () -> line);
      assertTrue(line.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~')), () -> line);
    }
  }
}
