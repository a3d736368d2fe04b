package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sidestat.collector.aggregate.Feed;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PercentileLogTest {
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(PercentileLog.class);
  private final PercentileLog percentiles = new PercentileLog();
  private final Feed feed = new Feed();

  @BeforeEach
  void attach() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void detach() {
    logger.detachAppender(log);
  }

  private void minute(String... lines) {
    percentiles.report(feed.send(lines).close().series());
  }

  private List<String> warnings() {
    return log.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void report_negativeSampleAgainAndAgain_isSaidOnceForTheName() {
    minute("drift:-0.5|h|#a:1", "drift:3|h|#a:2");
    minute("drift:-0.5|h|#a:1", "drift:-7|h|#a:2");

    assertEquals(1, warnings().size());
    assertTrue(warnings().get(0).contains("no percentiles of \"drift\""), warnings()::toString);
    assertEquals(List.of("drift"), percentiles.names());
  }

  @Test
  void report_noNegativeTimer_saysNothing() {
    minute("t:0|ms", "h:-0|h", "d:5|d", "c:-3|c", "g:0|g", "g:-3|g", "s:-1|s");

    assertEquals(List.of(), warnings());
    assertEquals(List.of(), percentiles.names());
  }

  @Test
  void report_nameThatSteersATerminal_isEscaped() {
    minute("a\u001b[2J\tb:-1|d");

    assertTrue(warnings().get(0).chars().noneMatch(Character::isISOControl), warnings()::toString);
  }

  @Test
  void report_moreNamesThanTheBound_saysSoOnceAndKeepsTheBound() {
    String[] lines =
        IntStream.range(0, PercentileLog.NAMES_MAX + 5)
            .mapToObj(i -> "m" + i + ":-1|h")
            .toArray(String[]::new);
    minute(lines);
    minute(lines);

    assertEquals(PercentileLog.NAMES_MAX, percentiles.names().size());
    assertEquals(PercentileLog.NAMES_MAX + 1, warnings().size());
    assertTrue(
        warnings().get(PercentileLog.NAMES_MAX).contains("more than 100 metrics"),
        warnings()::toString);
  }
}
