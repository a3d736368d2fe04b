package io.sidestat.collector.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sidestat.collector.cloudwatch.Await;
import io.sidestat.collector.journal.Journal;
import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.journal.PackedInterval;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.StatisticSet;
import io.sidestat.collector.model.Unit;
import io.sidestat.collector.publish.SendException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A publisher over a real journal; requests are told apart by their metric's name. */
// @BeforeEach sets the fields.
@SuppressWarnings("NullAway.Init")
abstract class PublisherFixture {
  static final Duration PATIENCE = Duration.ofSeconds(10);
  static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

  final MutableClock clock = new MutableClock(START);
  final MemorySender sender = new MemorySender();
  final ListAppender<ILoggingEvent> log = new ListAppender<>();
  final Logger logger = (Logger) LoggerFactory.getLogger(Publisher.class);
  Path file;
  Journal journal;
  Publisher publisher;
  long sequence;

  @BeforeEach
  void open(@TempDir Path directory) throws JournalException {
    file = directory.resolve("journal.db");
    journal = Journal.open(file, clock);
    publisher = new Publisher(journal, sender, clock, oneByOne());
    log.start();
    logger.addAppender(log);
  }

  /** So that the order is known; as fast as it goes. */
  Pace oneByOne() {
    return new Pace(1, 1_000_000, clock);
  }

  @AfterEach
  void close() throws InterruptedException, JournalException {
    sender.open();
    publisher.stop(PATIENCE);
    logger.detachAppender(log);
    journal.close();
  }

  void append(String... names) throws JournalException {
    appendDueAt(Instant.EPOCH, names);
  }

  void appendDueAt(Instant notBefore, String... names) throws JournalException {
    append(START, notBefore, Arrays.stream(names).map(PublisherTest::request).toList());
  }

  void appendAndWake(String name, Instant start) throws JournalException {
    append(start, Instant.EPOCH, List.of(request(name)));
    publisher.wake();
  }

  /** One request with all these datums. */
  void appendOne(List<String> names) throws JournalException {
    DatumBatch all =
        new DatumBatch(
            "Test", names.stream().flatMap(name -> request(name).datums().stream()).toList());
    append(START, Instant.EPOCH, List.of(all));
  }

  void append(Instant start, Instant notBefore, List<DatumBatch> batches) throws JournalException {
    Interval interval = new Interval(start.toEpochMilli(), 60_000);
    journal.append(
        PackedInterval.of(
            new Fragment("run", sequence++, interval, List.of(), Ledger.EMPTY),
            batches,
            OutboxState.READY,
            notBefore.toEpochMilli(),
            List.of()));
  }

  void appendAndWake(String name) throws JournalException {
    append(name);
    publisher.wake();
  }

  static DatumBatch request(String name) {
    double[] none = {};
    Datum datum =
        new Datum(
            name,
            List.of(),
            START.toEpochMilli(),
            Unit.COUNT,
            60,
            new StatisticSet(1, 1, 1, 1),
            none,
            none);
    return new DatumBatch("Test", List.of(datum));
  }

  static SendException failure(Kind kind, String words) {
    return new SendException(kind, false, words, new Exception(words));
  }

  void awaitTaken(String... names) {
    Await.until("taken are " + List.of(names), () -> sender.taken().size() >= names.length);
    assertEquals(List.of(names), sender.taken());
  }

  void awaitDatumsTaken(int count) {
    Await.until(count + " datums are taken", () -> sender.takenDatums().size() >= count);
  }

  long requests(OutboxState state) throws JournalException {
    return journal.outboxStatus().requests().getOrDefault(state, 0L);
  }

  /** What the log said at that level with those words in it. */
  List<String> messages(Level level, String words) {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .filter(message -> message.contains(words))
        .toList();
  }
}
