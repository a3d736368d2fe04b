package io.sidestat.collector.journal;

import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Fragment;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
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

  private final Path file;
  private final InstantSource clock;
  private final List<String> pragmas;
  private final JournalLock lock;

  /** Null if a damaged file could not be replaced, which is tried again by the next call. */
  private volatile @Nullable JournalTables tables;

  private volatile Optional<Path> movedAside = Optional.empty();

  /** The highest number of a request that was handed out. */
  private long highestId;

  private Journal(Path file, InstantSource clock, List<String> pragmas, JournalLock lock) {
    this.file = file;
    this.clock = clock;
    this.pragmas = pragmas;
    this.lock = lock;
  }

  /**
   * Opens the journal, making the file and its directory if need be. Requests found in flight
   * become ready again and are counted as ambiguous.
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

  /** With pragmas of the caller's choice: a test makes the disk small with them. */
  static Journal open(Path file, InstantSource clock, List<String> pragmas)
      throws JournalException {
    Path absolute = file.toAbsolutePath();
    JournalFile.makeDirectory(absolute);
    JournalLock lock = JournalLock.take(absolute);
    try {
      Journal journal = new Journal(absolute, clock, pragmas, lock);
      journal.openOrReplace();
      return journal;
    } catch (SQLException | IOException e) {
      closeQuietly(lock);
      throw new JournalException(
          "journal cannot be opened: file=%s; check that it is writable by this user and is a Sidestat journal, or move it aside"
              .formatted(absolute),
          e);
    } catch (JournalException e) {
      closeQuietly(lock);
      throw e;
    }
  }

  /** A damaged file must not keep the collector from starting: it is moved aside. */
  private void openOrReplace() throws SQLException, IOException, JournalException {
    try {
      tables = openTables();
    } catch (SQLException e) {
      if (!JournalFile.isDamage(e)) {
        throw e;
      }
      replace(e);
    }
  }

  private JournalTables openTables() throws SQLException, JournalException {
    return JournalTables.open(file, pragmas, clock.millis(), this::replaceDamaged);
  }

  private void replace(SQLException damage) throws SQLException, IOException, JournalException {
    Path aside = JournalFile.moveAside(file, clock.instant());
    JournalTables fresh = openTables();
    // A request of the old file may be under way: its outcome must not be taken for another's.
    fresh.outbox().numberAbove(highestId);
    tables = fresh;
    movedAside = Optional.of(aside);
    log.error(
        "the journal is damaged ({}) and was moved aside; goes on with a new one. What was unsent in it is not sent,"
            + " and its history is not asked: file={}, aside={}",
        damage.getMessage(),
        file,
        aside);
  }

  /** Called back by a transaction that found damage, so on a thread that has the monitor. */
  private void replaceDamaged(SQLException damage) {
    JournalTables damaged = tables;
    tables = null;
    try {
      if (damaged != null) {
        damaged.close();
      }
      replace(damage);
    } catch (SQLException | IOException | JournalException e) {
      log.error(
          "the journal is damaged ({}) and cannot be replaced, tried again: file={}: {}",
          damage.getMessage(),
          file,
          e.toString());
    }
  }

  private JournalTables tables() throws JournalException {
    JournalTables current = tables;
    if (current == null) {
      try {
        openOrReplace();
      } catch (SQLException | IOException e) {
        throw new JournalException("journal cannot be opened: file=" + file, e);
      }
      current = Objects.requireNonNull(tables);
    }
    return current;
  }

  /** Statements that change the tables. */
  private interface Change {
    void of(JournalTables tables) throws SQLException, IOException;
  }

  /** Statements that answer something. */
  private interface Read<T> {
    T of(JournalTables tables) throws SQLException, IOException;
  }

  private synchronized void change(String what, Change change) throws JournalException {
    JournalTables current = tables();
    current.transactions().change(what, () -> change.of(current));
  }

  /** A change that answers something. */
  private synchronized <T> T changed(String what, Read<T> change) throws JournalException {
    JournalTables current = tables();
    AtomicReference<T> answer = new AtomicReference<>();
    current.transactions().change(what, () -> answer.set(change.of(current)));
    return answer.get();
  }

  private synchronized <T> T read(String what, Read<T> read) throws JournalException {
    JournalTables current = tables();
    return current.transactions().read(what, () -> read.of(current));
  }

  private static void closeQuietly(JournalLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      // The failure being reported matters more than a lock that ends with the process.
    }
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
    change("append", tables -> tables.insert(interval, clock.millis()));
  }

  /** Writes what came into an open interval since its last checkpoint. */
  public void checkpoint(Checkpoint checkpoint) throws JournalException {
    change("checkpoint", tables -> tables.checkpoints().insert(checkpoint));
  }

  /** Deletes the checkpoints of an interval that will not be written. */
  public void forgetCheckpoints(String run, long sequence) throws JournalException {
    change("forget checkpoints", tables -> tables.checkpoints().delete(run, sequence));
  }

  /**
   * The checkpoints of runs that ended before they closed the interval: before this run writes its
   * first. A fragment's parts stand together and in order. What cannot be read is deleted, said in
   * the log and counted as dropped.
   */
  public List<OpenFragment> openFragments() throws JournalException {
    return changed(
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

  private synchronized List<OutboxRow> peek(boolean early, int rowsMax) throws JournalException {
    List<OutboxRow> rows =
        read("peek", tables -> tables.outbox().peek(clock.millis(), early, rowsMax));
    rows.forEach(row -> highestId = Math.max(highestId, row.id()));
    return rows;
  }

  /** How long until the next ready request is due; empty if none is waiting for its time. */
  public OptionalLong millisToNextDue() throws JournalException {
    return read("look ahead", tables -> tables.outbox().millisToNextDue(clock.millis()));
  }

  /** Notes that a request is about to be sent, before it is. */
  public void markInFlight(OutboxRow row) throws JournalException {
    change("mark in flight", tables -> tables.outbox().markInFlight(row.id(), clock.millis()));
  }

  /**
   * Makes ready again what stands in flight, counted as ambiguous. Only for a publisher that is
   * sending nothing.
   */
  public void recoverInFlight() throws JournalException {
    change("recover", tables -> tables.outbox().recover(clock.millis()));
  }

  /** Notes that CloudWatch has the request; its content is let go. */
  public void acknowledge(OutboxRow row) throws JournalException {
    change("acknowledge", tables -> tables.outbox().acknowledge(row.id(), clock.millis()));
  }

  /**
   * Puts a request back to be sent again.
   *
   * @param ambiguous whether CloudWatch may have counted it all the same
   */
  public void release(OutboxRow row, long retryAtEpochMillis, String error, boolean ambiguous)
      throws JournalException {
    change(
        "release",
        tables -> {
          tables.outbox().release(row.id(), retryAtEpochMillis, error, clock.millis());
          tables.counters().add(Schema.AMBIGUOUS, ambiguous ? 1 : 0);
        });
  }

  /** Sets a request aside for good, with CloudWatch's words. */
  public void quarantine(OutboxRow row, String error) throws JournalException {
    change("quarantine", tables -> tables.outbox().quarantine(row.id(), error, clock.millis()));
  }

  /** Puts two requests, due at once, in the place of one that is not to be sent as it is. */
  public void split(OutboxRow row, List<DatumBatch> parts) throws JournalException {
    change("split", tables -> tables.outbox().split(row, parts, clock.millis()));
  }

  /** Makes due at once what waits for another attempt, since what was wrong is over. */
  public void hasten() throws JournalException {
    change("hasten", tables -> tables.outbox().hasten(clock.millis()));
  }

  /**
   * Gives up what is ready and tells of intervals that began before that time.
   *
   * @param error why, for the user
   * @return how many requests
   */
  public int expire(long beforeEpochMillis, String error) throws JournalException {
    return changed(
        "expire", tables -> tables.outbox().expire(beforeEpochMillis, error, clock.millis()));
  }

  /**
   * Makes requests ready again, due at once, whatever was wrong with them; those that were closed
   * while publishing was off, too. Not those in flight or sent.
   *
   * @return how many
   */
  public int retry(OutboxSelection selection) throws JournalException {
    return changed("retry", tables -> tables.outbox().retry(selection, clock.millis()));
  }

  /**
   * Deletes requests unsent and counts them as dropped. Not those in flight or sent.
   *
   * @return how many
   */
  public int drop(OutboxSelection selection) throws JournalException {
    return changed("drop", tables -> tables.outbox().drop(selection));
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** How the file is; does not wait for a change under way. */
  public JournalFigures figures() {
    JournalTables current = tables;
    long last = current == null ? 0 : current.transactions().lastCommitNanos();
    long longest = current == null ? 0 : current.transactions().longestCommitNanos();
    return new JournalFigures(
        JournalFile.bytes(file),
        TimeUnit.NANOSECONDS.toMicros(last),
        TimeUnit.NANOSECONDS.toMicros(longest),
        movedAside);
  }

  /** How the outbox stands. */
  public OutboxStatus outboxStatus() throws JournalException {
    return read("outbox status", tables -> tables.outbox().status());
  }

  /** Forgets history and finished requests from before that time. Unsent ones stay. */
  public void prune(long beforeEpochMillis) throws JournalException {
    change(
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
    return changed(
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
  public synchronized void close() throws JournalException {
    try {
      JournalTables current = tables;
      if (current != null) {
        current.close();
      }
      lock.close();
    } catch (SQLException | IOException e) {
      throw new JournalException("journal cannot close: file=" + file, e);
    }
  }
}
