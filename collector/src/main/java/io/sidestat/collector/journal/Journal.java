package io.sidestat.collector.journal;

import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Fragment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writing side of the journal: one SQLite file, write-ahead logged, each change committed to
 * the disk before it returns. Thread-safe; calls wait for one another.
 *
 * <p>Guarantee: once {@link #append} returns, the interval survives {@code kill -9} and power loss.
 * History and outbox of an interval are one transaction. After a {@link JournalException} from a
 * change nothing of that change is there, and the journal is usable still.
 *
 * <p>Readers in this or other processes use {@link JournalReader}.
 */
public final class Journal implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  static final List<String> DURABLE =
      List.of(
          "PRAGMA busy_timeout = 5000",
          "PRAGMA journal_mode = WAL",
          "PRAGMA synchronous = FULL",
          "PRAGMA foreign_keys = ON");

  /** For how long a question waits for the disk, which others are held up by. */
  private static final Duration STATUS_PATIENCE = Duration.ofSeconds(1);

  private final JournalStore store;
  private final InstantSource clock;
  private volatile OutboxStatus lastStatus = OutboxStatus.NOTHING;

  private Journal(JournalStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What others who may change this journal can show. */
  public JournalKey key() {
    return store.key();
  }

  /**
   * Opens the journal, making the file and its directory if need be, for their owner alone.
   * Requests found in flight become ready again and are counted as ambiguous.
   *
   * <p>A damaged file is moved aside, said in the log, and a new one made; also when the damage
   * shows only later, in the call that finds it, which fails.
   *
   * @throws JournalException if the file cannot be written, is in use, is somebody else's database,
   *     or is too new
   */
  public static Journal open(Path file, InstantSource clock) throws JournalException {
    return open(file, clock, DURABLE);
  }

  /** The one path of a journal that can be reached under several, by symbolic links. */
  public static Path locate(Path file) {
    return JournalFile.real(file);
  }

  /** With pragmas of the caller's choice: a test makes the disk small with them. */
  static Journal open(Path file, InstantSource clock, List<String> pragmas)
      throws JournalException {
    return new Journal(JournalStore.open(file, clock, pragmas), clock);
  }

  /** Writes an interval whose requests are due at once. */
  public void append(Fragment fragment, List<DatumBatch> batches, OutboxState state)
      throws JournalException {
    append(PackedInterval.of(fragment, batches, state, 0, List.of()));
  }

  /**
   * Writes a closed interval and the requests that tell CloudWatch of it, in place of its
   * checkpoints, all or nothing.
   */
  public void append(PackedInterval interval) throws JournalException {
    store.change("append", tables -> tables.insert(interval, clock.millis()));
  }

  /** Writes what came into an open interval since its last checkpoint. */
  public void checkpoint(Checkpoint checkpoint) throws JournalException {
    store.change("checkpoint", tables -> tables.checkpoints().insert(checkpoint));
  }

  /** Deletes the checkpoints of an interval that will not be written. */
  public void forgetCheckpoints(String run, long sequence) throws JournalException {
    store.change("forget checkpoints", tables -> tables.checkpoints().delete(run, sequence));
  }

  /**
   * The checkpoints of runs that ended before they closed the interval: before this run writes its
   * first. A fragment's parts stand together and in order. What cannot be read is deleted, said in
   * the log and counted as dropped.
   */
  public List<OpenFragment> openFragments() throws JournalException {
    return store.changed(
        "read checkpoints",
        tables -> {
          List<OpenFragment> parts = new ArrayList<>();
          long lost = tables.checkpoints().read(parts);
          tables.counters().add(Schema.SAMPLES_JOURNALED, lost);
          tables.counters().add(Schema.SAMPLES_DROPPED, lost);
          return parts;
        });
  }

  /** The oldest requests that are ready and due, at most that many, not yet marked in any way. */
  public List<OutboxRow> peek(int rowsMax) throws JournalException {
    return peek(false, rowsMax);
  }

  /** As {@link #peek}, with those that were never attempted, due or not: for a publisher's end. */
  public List<OutboxRow> peekEarly(int rowsMax) throws JournalException {
    return peek(true, rowsMax);
  }

  private List<OutboxRow> peek(boolean early, int rowsMax) throws JournalException {
    List<OutboxRow> rows =
        store.read("peek", tables -> tables.outbox().peek(clock.millis(), early, rowsMax));
    rows.forEach(row -> store.handedOut(row.id()));
    return rows;
  }

  /** How long until the next ready request is due; empty if none is waiting for its time. */
  public OptionalLong millisToNextDue() throws JournalException {
    return store.read("look ahead", tables -> tables.outbox().millisToNextDue(clock.millis()));
  }

  /** Notes that a request is about to be sent, before it is. */
  public void markInFlight(OutboxRow row) throws JournalException {
    store.change(
        "mark in flight", tables -> tables.outbox().markInFlight(row.id(), clock.millis()));
  }

  /**
   * Makes ready again what stands in flight, counted as ambiguous. Only for a publisher that is
   * sending nothing.
   */
  public void recoverInFlight() throws JournalException {
    store.change("recover", tables -> tables.outbox().recover(clock.millis()));
  }

  /** Notes that CloudWatch has the request; its content is let go. */
  public void acknowledge(OutboxRow row) throws JournalException {
    store.change("acknowledge", tables -> tables.outbox().acknowledge(row.id(), clock.millis()));
  }

  /**
   * Puts a request back to be sent again.
   *
   * @param ambiguous whether CloudWatch may have counted it all the same
   */
  public void release(OutboxRow row, long retryAtEpochMillis, String error, boolean ambiguous)
      throws JournalException {
    store.change(
        "release",
        tables -> {
          tables.outbox().release(row.id(), retryAtEpochMillis, error, clock.millis());
          tables.counters().add(Schema.AMBIGUOUS, ambiguous ? 1 : 0);
        });
  }

  /** Sets a request aside for good, with CloudWatch's words. */
  public void quarantine(OutboxRow row, String error) throws JournalException {
    store.change(
        "quarantine", tables -> tables.outbox().quarantine(row.id(), error, clock.millis()));
  }

  /** Puts two requests, due at once, in the place of one that is not to be sent as it is. */
  public void split(OutboxRow row, List<DatumBatch> parts) throws JournalException {
    store.change("split", tables -> tables.outbox().split(row, parts, clock.millis()));
  }

  /** Makes due at once what waits for another attempt, since what was wrong is over. */
  public void hasten() throws JournalException {
    store.change("hasten", tables -> tables.outbox().hasten(clock.millis()));
  }

  /**
   * Gives up what is ready and tells of intervals that began before that time.
   *
   * @param error why, for the user
   * @return how many requests
   */
  public int expire(long beforeEpochMillis, String error) throws JournalException {
    return store.changed(
        "expire", tables -> tables.outbox().expire(beforeEpochMillis, error, clock.millis()));
  }

  /**
   * Makes requests ready again, due at once, whatever was wrong with them; those that were closed
   * while publishing was off, too. Not those in flight or sent.
   *
   * @return how many
   */
  public int retry(OutboxSelection selection) throws JournalException {
    return store.changed("retry", tables -> tables.outbox().retry(selection, clock.millis()));
  }

  /**
   * Deletes requests unsent and counts them as dropped. Not those in flight or sent.
   *
   * @return how many
   */
  public int drop(OutboxSelection selection) throws JournalException {
    return store.changed("drop", tables -> tables.outbox().drop(selection));
  }

  /** The file. */
  public Path file() {
    return store.file();
  }

  /** How the file is; does not wait for a change under way. */
  public JournalFigures figures() {
    return store.figures();
  }

  /**
   * How the outbox stands; as it last stood, if the disk takes more than a second for a change, or
   * fails.
   */
  public OutboxStatus outboxStatus() {
    try {
      store
          .readWithin(STATUS_PATIENCE, "outbox status", tables -> tables.outbox().status())
          .ifPresent(status -> lastStatus = status);
    } catch (JournalException e) {
      log.debug("outbox status is an old one", e);
    }
    return lastStatus;
  }

  /** Forgets history and finished requests from before that time. Unsent ones stay. */
  public void prune(long beforeEpochMillis) throws JournalException {
    store.change(
        "prune",
        tables -> {
          tables.history().prune(beforeEpochMillis);
          tables.outbox().prune(beforeEpochMillis);
        });
  }

  /**
   * Makes room if the journal holds more than that many bytes: oldest history first, then finished
   * requests, and unsent ones last.
   *
   * @return how many unsent requests had to be dropped
   */
  public long trim(long bytesMax) throws JournalException {
    return store.changed(
        "trim",
        tables -> {
          Trim trim = tables.trim();
          if (trim.to(bytesMax)) {
            tables.history().forgetUnusedMetrics();
          }
          return trim.unsentDropped();
        });
  }

  @Override
  public void close() throws JournalException {
    store.close();
  }
}
