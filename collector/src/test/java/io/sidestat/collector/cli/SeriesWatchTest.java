package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sidestat.collector.aggregate.Feed;
import io.sidestat.collector.config.SeriesConfig;
import io.sidestat.collector.model.Offender;
import io.sidestat.collector.shape.Shaper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log is told of the series limits, interval by interval. */
class SeriesWatchTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Logger logger = (Logger) LoggerFactory.getLogger(SeriesWatch.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final SeriesWatch watch = new SeriesWatch();
  private Feed feed = feed(2, 1_000);
  private Instant now = Instant.ofEpochSecond(0);

  private static Feed feed(int limit, int newPerMinute) {
    return new Feed(new SeriesConfig(limit, newPerMinute), 0.005, new Shaper("Test", Map.of()));
  }

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
  }

  private void minute(String... lines) {
    now = now.plus(MINUTE);
    watch.watch(feed.send(lines).closeSlice(), now);
  }

  private List<String> messages(Level level) {
    return log.list.stream()
        .filter(event -> event.getLevel().equals(level))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  /** A minute with that many samples of users that there is no room for. */
  private void foldedMinute(int samples) {
    String[] lines = new String[samples];
    for (int i = 0; i < samples; i++) {
      lines[i] = "Logins:1|c|#User:u" + i % 3;
    }
    minute(lines);
  }

  @Test
  void watch_withinTheLimits_saysNothing() {
    minute("a:1|c", "b:1|c");

    assertEquals(List.of(), log.list);
  }

  @Test
  void watch_limitReached_warnsOnceWithTheOffender() {
    minute("a:1|c", "b:1|c", "Logins:1|c|#User:1", "Logins:1|c|#User:2");
    minute("Logins:1|c|#User:3");

    assertEquals(
        List.of(
            "series limit reached: live=2, limit=2; samples of further series go to __other__:"
                + " folded=2; most values: (all metrics) by (name) (3 values), Logins by User (2"
                + " values); raise series.limit or drop the tag with a rule"),
        messages(Level.WARN));
    assertEquals(
        List.of(
            new Offender("(all metrics)", "(name)", 3, false),
            new Offender("Logins", "User", 3, false)),
        watch.offenders());
  }

  @Test
  void watch_dimensionsWithAFractionOfTheValues_areNotNamed() {
    String[] lines = new String[30];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = "Logins:1|c|#Plan:p" + i % 2 + ",User:u" + i;
    }
    feed = feed(20, 1_000);
    minute(lines);

    String message = messages(Level.WARN).get(0);

    assertTrue(message.contains("most values: Logins by User (30 values); raise"), message);
  }

  @Test
  void watch_namesThatCouldSteerATerminal_areEscaped() {
    minute("a:1|c", "b:1|c", "x\"y:1|c|#User:1", "x\"y:1|c|#User:2");

    String message = messages(Level.WARN).get(0);

    assertTrue(message.contains("x\\\"y by User (2 values)"), message);
  }

  @Test
  void watch_newPerMinuteReached_namesThatSetting() {
    feed = feed(10, 1);
    minute("a:1|c", "Logins:1|c|#User:1");

    assertEquals(
        List.of(
            "too many new series in a minute: live=1, new_per_minute=1; samples of further ones go to"
                + " __other__ until the next minute: folded=1; most values: (all metrics) by"
                + " (name) (2 values); raise series.new-per-minute or drop the tag with a rule"),
        messages(Level.WARN));
  }

  @Test
  void watch_tooManySpellings_saysSo() {
    feed = feed(2, 10);
    StringBuilder commas = new StringBuilder();
    for (int i = 0; i < 9; i++) {
      minute("c:1|c|#u:1" + commas.append(','));
    }

    assertEquals(1, messages(Level.WARN).size());
    assertTrue(
        messages(Level.WARN).get(0).startsWith("too many spellings of names and tags"),
        messages(Level.WARN).get(0));
  }

  @Test
  void watch_tenfoldAfterTenMinutes_warnsAgain() {
    minute("a:1|c", "b:1|c");
    foldedMinute(10);
    for (int minutes = 0; minutes < 9; minutes++) {
      foldedMinute(100);
    }
    assertEquals(1, messages(Level.WARN).size());

    foldedMinute(100);

    assertEquals(2, messages(Level.WARN).size());
  }

  @Test
  void watch_fiveMinutesWithoutFolding_saysItIsOverAndMayWarnAgain() {
    minute("a:1|c", "b:1|c");
    foldedMinute(7);
    for (int minutes = 0; minutes < 4; minutes++) {
      minute("a:1|c", "b:1|c");
    }
    assertEquals(List.of(), messages(Level.INFO));

    minute("a:1|c", "b:1|c");
    minute("a:1|c", "b:1|c");

    assertEquals(
        List.of("series limits no longer reached: live=2, samples_folded=7, samples_refused=0"),
        messages(Level.INFO));
    foldedMinute(1);
    assertEquals(2, messages(Level.WARN).size());
  }
}
