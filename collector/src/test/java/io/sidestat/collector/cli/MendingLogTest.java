package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sidestat.collector.aggregate.MendedNames;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MendingLogTest {
  private static final Instant NOW = Instant.ofEpochSecond(3_600);

  private final Logger logger = (Logger) LoggerFactory.getLogger(MendingLog.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final MendingLog log = new MendingLog();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
  }

  private List<String> said() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void report_firstAndThenEachMinute_saysTheCountSince() {
    log.report(new MendedNames(0, ""), NOW);
    assertEquals(List.of(), said());

    log.report(new MendedNames(2, "ä:1|c\n\u001B"), NOW);
    log.report(new MendedNames(3, "b"), NOW.plusSeconds(1));
    log.report(new MendedNames(0, "b"), NOW.plusSeconds(59));
    assertEquals(1, said().size());
    assertTrue(
        said().get(0).startsWith("names mended: count=2, last=\"ä:1|c\\n\\u001B\";"),
        said().get(0));
    assertEquals(Level.WARN, lines.list.get(0).getLevel());

    log.report(new MendedNames(0, "b"), NOW.plusSeconds(60));
    assertEquals(2, said().size());
    assertTrue(said().get(1).startsWith("names mended: count=3, last=\"b\";"), said().get(1));

    log.report(new MendedNames(0, "b"), NOW.plusSeconds(200));
    assertEquals(2, said().size());
  }
}
