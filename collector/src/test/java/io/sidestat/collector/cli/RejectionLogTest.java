package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.RejectReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RejectionLogTest {
  private static final Instant NOW = Instant.ofEpochSecond(3_600);

  private final Logger logger = (Logger) LoggerFactory.getLogger(RejectionLog.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final RejectionLog log = new RejectionLog();

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

  private static Ledger rejected(Map<RejectReason, Long> byReason) {
    long all = byReason.values().stream().mapToLong(Long::longValue).sum();
    return new Ledger(1, all, 0, 0, 0, 0, byReason);
  }

  @Test
  void report_severalReasons_isOneLineTheMostFrequentFirst() {
    log.report(
        rejected(Map.of(RejectReason.BAD_VALUE, 2L, RejectReason.NO_TYPE, 5L)),
        Map.of(RejectReason.BAD_VALUE, "a:x|c", RejectReason.NO_TYPE, "b:1\u001B"),
        NOW);

    assertEquals(
        List.of(
            "lines rejected: count=7, no_type=5 (there is no '|type' behind the value;"
                + " last=\"b:1\\u001B\"), bad_value=2 (the value is not a decimal number;"
                + " last=\"a:x|c\"); see lastRejected in /api/v1/status"),
        said());
  }

  @Test
  void report_floodOfManyIntervals_isSaidOnceAMinuteWithTheCountSince() {
    for (int second = 0; second < 120; second++) {
      log.report(rejected(Map.of(RejectReason.NO_VALUE, 10L)), Map.of(), NOW.plusSeconds(second));
    }

    assertEquals(2, said().size());
    assertTrue(said().get(0).startsWith("lines rejected: count=10, "), said().get(0));
    assertTrue(said().get(1).startsWith("lines rejected: count=600, "), said().get(1));
  }

  @Test
  void report_nothingRejected_saysNothing() {
    log.report(Ledger.EMPTY, Map.of(), NOW);

    assertEquals(List.of(), said());
  }
}
