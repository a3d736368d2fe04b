package io.sidestat.collector.journal;

import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Offender;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
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
  private final JournalLock lock;
  private final Connection connection;
  private final Outbox outbox;
  private final History history;
  private final OffenderTable offenderTable;
  private final Transactions transactions;
  private Optional<Path> movedAside = Optional.empty();

  private Journal(Path file, InstantSource clock, JournalLock lock, Connection connection) {
    this.file = file;
    this.clock = clock;
    this.lock = lock;
    this.connection = connection;
    this.outbox = new Outbox(connection);
    this.history = new History(connection);
    this.offenderTable = new OffenderTable(connection);
    this.transactions = new Transactions(file, connection, this::forgetWritten);
  }

  /** What others who may change this journal can show. */
  public JournalKey key() {
    return lock.key();
  }

  private void forgetWritten() {
    history.forgetIds();
    offenderTable.forgetWritten();
  }

  /**
   * Opens the journal, making the file and its directory if need be, for their owner alone.
   * Requests found in flight become ready again and are counted as ambiguous.
   *
   * <p>A damaged file is moved aside, said in the log, and a new one made.
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
      return openOrReplace(absolute, clock, lock, pragmas);
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
  private static Journal openOrReplace(
      Path file, InstantSource clock, JournalLock lock, List<String> pragmas)
      throws SQLException, IOException, JournalException {
    try {
      return open(file, clock, lock, pragmas);
    } catch (SQLException e) {
      if (!JournalFile.isDamage(e)) {
        throw e;
      }
      Path aside = JournalFile.moveAside(file, clock.instant());
      Journal fresh = open(file, clock, lock, pragmas);
      fresh.movedAside = Optional.of(aside);
      log.error(
          "the journal is damaged ({}) and was moved aside; goes on with a new one. What was unsent in it is not sent,"
              + " and its history is not asked: file={}, aside={}",
          e.getMessage(),
          file,
          aside);
      return fresh;
    }
  }

  private static Journal open(
      Path file, InstantSource clock, JournalLock lock, List<String> pragmas)
      throws SQLException, IOException, JournalException {
    OwnersOnly.makeFile(file);
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try {
      Journal journal = new Journal(file, clock, lock, connection);
      journal.prepare(pragmas);
      return journal;
    } catch (SQLException | JournalException e) {
      connection.close();
      throw e;
    }
  }

  private void prepare(List<String> pragmas) throws SQLException, JournalException {
    // Before anything is changed: the file may be somebody else's.
    Schema.check(connection, file);
    for (String pragma : pragmas) {
      transactions.execute(pragma);
    }
    JournalFile.check(connection);
    transactions.execute("BEGIN IMMEDIATE");
    Schema.prepare(connection);
    outbox.recover(clock.millis());
    transactions.execute("COMMIT");
  }

  private static void closeQuietly(JournalLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      // The failure being reported matters more than a lock that ends with the process.
    }
  }

  /** Appends requests that are due at once; what is known of offenders stays as it is. */
  public synchronized void append(Fragment fragment, List<DatumBatch> batches, OutboxState state)
      throws JournalException {
    transactions.change("append", () -> insert(fragment, batches, state, 0));
  }

  /**
   * Writes a closed interval and the requests that tell CloudWatch of it, all or nothing.
   *
   * @param state of the new requests: {@link OutboxState#READY} or {@link OutboxState#LOCAL}
   * @param notBeforeEpochMillis when they are due; a minute ahead at most
   * @param offenders the dimensions with the most values, most first, in place of those known
   */
  public synchronized void append(
      Fragment fragment,
      List<DatumBatch> batches,
      OutboxState state,
      long notBeforeEpochMillis,
      List<Offender> offenders)
      throws JournalException {
    transactions.change(
        "append",
        () -> {
          insert(fragment, batches, state, notBeforeEpochMillis);
          offenderTable.replace(offenders);
        });
  }

  private void insert(
      Fragment fragment, List<DatumBatch> batches, OutboxState state, long notBeforeEpochMillis)
      throws SQLException, IOException {
    history.insert(fragment);
    long now = clock.millis();
    for (DatumBatch batch : batches) {
      outbox.insert(
          fragment.interval().startEpochMillis(), state, notBeforeEpochMillis, now, batch);
    }
  }

  /** The oldest requests that are ready and due, at most that many, not yet marked in any way. */
  public synchronized List<OutboxRow> peek(int rowsMax) throws JournalException {
    return transactions.read("peek", () -> outbox.peek(clock.millis(), false, rowsMax));
  }

  /** As {@link #peek}, with those that were never attempted, due or not: for a publisher's end. */
  public synchronized List<OutboxRow> peekEarly(int rowsMax) throws JournalException {
    return transactions.read("peek", () -> outbox.peek(clock.millis(), true, rowsMax));
  }

  /** How long until the next ready request is due; empty if none is waiting for its time. */
  public synchronized OptionalLong millisToNextDue() throws JournalException {
    return transactions.read("look ahead", () -> outbox.millisToNextDue(clock.millis()));
  }

  /** Notes that a request is about to be sent, before it is. */
  public synchronized void markInFlight(OutboxRow row) throws JournalException {
    transactions.change("mark in flight", () -> outbox.markInFlight(row.id(), clock.millis()));
  }

  /**
   * Makes ready again what stands in flight, counted as ambiguous. Only for a publisher that is
   * sending nothing.
   */
  public synchronized void recoverInFlight() throws JournalException {
    transactions.change("recover", () -> outbox.recover(clock.millis()));
  }

  /** Notes that CloudWatch has the request; its content is let go. */
  public synchronized void acknowledge(OutboxRow row) throws JournalException {
    transactions.change("acknowledge", () -> outbox.acknowledge(row.id(), clock.millis()));
  }

  /**
   * Puts a request back to be sent again.
   *
   * @param ambiguous whether CloudWatch may have counted it all the same
   */
  public synchronized void release(
      OutboxRow row, long retryAtEpochMillis, String error, boolean ambiguous)
      throws JournalException {
    transactions.change(
        "release",
        () -> {
          outbox.release(row.id(), retryAtEpochMillis, error, clock.millis());
          if (ambiguous) {
            outbox.countAmbiguous(1);
          }
        });
  }

  /** Sets a request aside for good, with CloudWatch's words. */
  public synchronized void quarantine(OutboxRow row, String error) throws JournalException {
    transactions.change("quarantine", () -> outbox.quarantine(row.id(), error, clock.millis()));
  }

  /** Puts two requests, due at once, in the place of one that is not to be sent as it is. */
  public synchronized void split(OutboxRow row, List<DatumBatch> parts) throws JournalException {
    transactions.change("split", () -> outbox.split(row, parts, clock.millis()));
  }

  /** Makes due at once what waits for another attempt, since what was wrong is over. */
  public synchronized void hasten() throws JournalException {
    transactions.change("hasten", () -> outbox.hasten(clock.millis()));
  }

  /**
   * Gives up what is ready and tells of intervals that began before that time.
   *
   * @param error why, for the user
   * @return how many requests
   */
  public synchronized int expire(long beforeEpochMillis, String error) throws JournalException {
    return transactions.counted(
        "expire", () -> outbox.expire(beforeEpochMillis, error, clock.millis()));
  }

  /**
   * Makes requests ready again, due at once, whatever was wrong with them; those that were closed
   * while publishing was off, too. Not those in flight or sent.
   *
   * @return how many
   */
  public synchronized int retry(OutboxSelection selection) throws JournalException {
    return transactions.counted("retry", () -> outbox.retry(selection, clock.millis()));
  }

  /**
   * Deletes requests unsent and counts them as dropped. Not those in flight or sent.
   *
   * @return how many
   */
  public synchronized int drop(OutboxSelection selection) throws JournalException {
    return transactions.counted(
        "drop",
        () -> {
          int dropped = outbox.drop(selection);
          outbox.countDropped(dropped);
          return dropped;
        });
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** How the file is; does not wait for a change under way. */
  public JournalFigures figures() {
    return new JournalFigures(
        JournalFile.bytes(file),
        TimeUnit.NANOSECONDS.toMicros(transactions.lastCommitNanos()),
        TimeUnit.NANOSECONDS.toMicros(transactions.longestCommitNanos()),
        movedAside);
  }

  /** How the outbox stands. */
  public synchronized OutboxStatus outboxStatus() throws JournalException {
    return transactions.read("outbox status", outbox::status);
  }

  /** Forgets history and finished requests from before that time. Unsent ones stay. */
  public synchronized void prune(long beforeEpochMillis) throws JournalException {
    transactions.change(
        "prune",
        () -> {
          history.prune(beforeEpochMillis);
          outbox.prune(beforeEpochMillis);
        });
  }

  /**
   * Makes room if the journal holds more than that many bytes: oldest history first, then finished
   * requests, and unsent ones last.
   *
   * @return how many unsent requests had to be dropped
   */
  public synchronized long trim(long bytesMax) throws JournalException {
    Trim trim = new Trim(connection);
    transactions.change(
        "trim",
        () -> {
          if (trim.to(bytesMax)) {
            history.forgetUnusedMetrics();
            outbox.countDropped(trim.unsentDropped());
          }
        });
    return trim.unsentDropped();
  }

  @Override
  public synchronized void close() throws JournalException {
    try {
      connection.close();
      lock.close();
    } catch (SQLException | IOException e) {
      throw new JournalException("journal cannot close: file=" + file, e);
    }
  }
}
