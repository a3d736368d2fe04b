package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sidestat.collector.listen.ListenerStatus;
import io.sidestat.collector.listen.Refusals;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalLogTest {
  private static final Instant NOW = Instant.ofEpochSecond(3_600);
  private static final String REASON =
      " refused, since no network of listen.allow has their source: ";
  private static final String ADVICE = "; if it may send, add it to listen.allow";

  private final Logger logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final RefusalLog log = new RefusalLog();

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
    List<String> said = lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    lines.list.clear();
    return said;
  }

  private static ListenerStatus listener(String address, Refusals refusals) {
    return new ListenerStatus(address, 0, OptionalLong.empty(), OptionalLong.empty(), 0, refusals);
  }

  private static List<ListenerStatus> udp(long refused) {
    Refusals refusals =
        refused == 0
            ? Refusals.NONE
            : new Refusals(refused, 0, Optional.of("10.0.0.1"), Optional.of("10.0.0.2"));
    return List.of(listener("udp:0.0.0.0:8125", refusals));
  }

  @Test
  void report_datagrams_areSaidAtOnceThenEveryTenMinutesWithTheCountSince() {
    log.report(udp(0), NOW);
    assertEquals(List.of(), said());

    log.report(udp(3), NOW.plusSeconds(1));
    assertEquals(
        List.of(
            "datagrams"
                + REASON
                + "count=3, since_start=3, from=10.0.0.1, listener=udp:0.0.0.0:8125"
                + ADVICE),
        said());

    log.report(udp(1_000), NOW.plusSeconds(2));
    log.report(udp(2_000), NOW.plusSeconds(600));
    assertEquals(List.of(), said());

    log.report(udp(2_003), NOW.plusSeconds(601));
    assertEquals(
        List.of(
            "datagrams"
                + REASON
                + "count=2000, since_start=2003, from=10.0.0.2, listener=udp:0.0.0.0:8125"
                + ADVICE),
        said());

    log.report(udp(2_003), NOW.plusSeconds(5_000));
    assertEquals(List.of(), said());
  }

  @Test
  void report_listeners_areSpokenOfEachByItself() {
    log.report(udp(1), NOW);
    assertEquals(1, said().size());

    Refusals connections = new Refusals(0, 1, Optional.of("fd00::1"), Optional.of("fd00::1"));
    log.report(List.of(udp(5).get(0), listener("tcp:[::]:8125", connections)), NOW.plusSeconds(1));

    assertEquals(
        List.of(
            "connections"
                + REASON
                + "count=1, since_start=1, from=fd00::1, listener=tcp:[::]:8125"
                + ADVICE),
        said());
  }
}
