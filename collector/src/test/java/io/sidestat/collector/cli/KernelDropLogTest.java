package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sidestat.collector.listen.ListenerStatus;
import io.sidestat.collector.listen.Refusals;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class KernelDropLogTest {
  private static final Instant NOW = Instant.ofEpochSecond(3_600);

  private final Logger logger = (Logger) LoggerFactory.getLogger(KernelDropLog.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final KernelDropLog log = new KernelDropLog();

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

  private static List<ListenerStatus> dropped(long drops) {
    return List.of(
        new ListenerStatus(
            "unix:/s", 0, OptionalLong.empty(), OptionalLong.empty(), 0, Refusals.NONE),
        new ListenerStatus(
            "udp:127.0.0.1:8125",
            10,
            OptionalLong.of(drops),
            OptionalLong.of(4096),
            0,
            Refusals.NONE));
  }

  @Test
  void report_drops_areSaidAtOnceThenOnceAMinuteWithTheCountSince() {
    log.report(dropped(0), NOW);
    assertEquals(List.of(), said());

    log.report(dropped(3), NOW.plusSeconds(1));
    log.report(dropped(8), NOW.plusSeconds(2));
    log.report(dropped(9), NOW.plusSeconds(60));
    assertEquals(1, said().size());
    assertTrue(
        said()
            .get(0)
            .startsWith(
                "the kernel dropped datagrams, their samples are lost: count=3, since_start=3,"
                    + " listener=udp:127.0.0.1:8125, receive_buffer_bytes=4096;"),
        said().get(0));

    log.report(dropped(9), NOW.plusSeconds(61));
    assertEquals(2, said().size());
    assertTrue(said().get(1).contains("count=6, since_start=9"), said().get(1));

    log.report(dropped(9), NOW.plusSeconds(200));
    assertEquals(2, said().size());
  }
}
