package io.sidestat.collector.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's file, held by this process alone: one call at a time reads or changes its tables,
 * and a file that turns out damaged is replaced, at the start or later; one that is deleted is put
 * back. Thread-safe.
 */
final class JournalStore implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JournalStore.class);

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

  private final Path file;
  private final InstantSource clock;
  private final List<String> pragmas;
  private volatile JournalLock fileLock;
  private final ReentrantLock turn = new ReentrantLock();

  /** Null if a damaged file could not be replaced, which is tried again by the next call. */
  private volatile @Nullable JournalTables tables;

  private volatile Optional<Path> movedAside = Optional.empty();

  /** The highest number of a request that was handed out. */
  private long highestId;

  private JournalStore(Path file, InstantSource clock, List<String> pragmas, JournalLock fileLock) {
    this.file = file;
    this.clock = clock;
    this.pragmas = pragmas;
    this.fileLock = fileLock;
  }

  /**
   * Opens the file, made if need be with its directory; a damaged one is moved aside. While the
   * disk is full or fails, each call tries to open it again.
   *
   * @throws JournalException if it cannot be had
   */
  static JournalStore open(Path file, InstantSource clock, List<String> pragmas)
      throws JournalException {
    JournalFile.makeDirectory(file.toAbsolutePath());
    Path absolute = JournalFile.real(file);
    JournalLock fileLock = JournalLock.take(absolute);
    try {
      JournalStore store = new JournalStore(absolute, clock, pragmas, fileLock);
      store.openOrWait();
      return store;
    } catch (SQLException | IOException e) {
      closeQuietly(fileLock);
      throw SqliteLibrary.notLoaded(e)
          .orElseGet(
              () ->
                  new JournalException(
                      "journal cannot be opened: file=%s; check that it is writable by this user and is a Sidestat journal, or move it aside"
                          .formatted(absolute),
                      e));
    } catch (JournalException e) {
      closeQuietly(fileLock);
      throw e;
    }
  }

  private static void closeQuietly(JournalLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      // The failure being reported matters more than a lock that ends with the process.
    }
  }

  /** A full disk must not keep the collector from starting either. */
  private void openOrWait() throws SQLException, IOException, JournalException {
    try {
      openOrReplace();
    } catch (SQLException e) {
      if (!JournalFile.isDiskTrouble(e)) {
        throw e;
      }
      log.error(
          "the journal cannot be opened now, tried again; closed intervals wait in memory: file={};"
              + " check the disk's space: {}",
          file,
          e.getMessage());
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

  private JournalTables openTables() throws SQLException, IOException, JournalException {
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

  /** Called back by a transaction that found damage, so on a thread whose turn it is. */
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
    } else {
      renewLock();
      if (Files.notExists(file)) {
        current = putBack(current);
      }
    }
    return current;
  }

  /** Somebody deleted the lock file, or renamed its directory: without it another might start. */
  private void renewLock() throws JournalException {
    if (Files.notExists(JournalKey.lockFile(file))) {
      JournalFile.makeDirectory(file);
      JournalLock gone = fileLock;
      fileLock = JournalLock.take(file);
      closeQuietly(gone);
      log.warn("the journal's lock file was deleted while in use, and is put back: file={}", file);
    }
  }

  /** Somebody deleted the file, which SQLite has open: what is in it is written anew. */
  private JournalTables putBack(JournalTables orphan) throws JournalException {
    try {
      JournalFile.makeDirectory(file);
      JournalFile.deleteRest(file);
      // Under another name first: a half one must not be taken for the journal.
      Path half = file.resolveSibling(file.getFileName() + ".half");
      Files.deleteIfExists(half);
      orphan.copyTo(half);
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
      orphan.close();
      JournalTables copy = openTables();
      tables = copy;
      log.error("the journal was deleted while in use, and is put back: file={}", file);
      return copy;
    } catch (SQLException | IOException e) {
      throw new JournalException(
          "journal was deleted while in use and cannot be put back: file=" + file, e);
    }
  }

  /** Statements that change the tables. */
  interface Change {
    void of(JournalTables tables) throws SQLException, IOException;
  }

  /** Statements that answer something. */
  interface Read<T> {
    T of(JournalTables tables) throws SQLException, IOException;
  }

  /** Makes a change, whole or not at all; the words say what cannot be done if it fails. */
  void change(String what, Change change) throws JournalException {
    var unused =
        changed(
            what,
            current -> {
              change.of(current);
              return true;
            });
  }

  /** A change that answers something. */
  <T> T changed(String what, Read<T> change) throws JournalException {
    turn.lock();
    try {
      JournalTables current = tables();
      AtomicReference<T> answer = new AtomicReference<>();
      current.transactions().change(what, () -> answer.set(change.of(current)));
      return answer.get();
    } finally {
      turn.unlock();
    }
  }

  /** Reads, in no transaction. */
  <T> T read(String what, Read<T> read) throws JournalException {
    turn.lock();
    try {
      JournalTables current = tables();
      return current.transactions().read(what, () -> read.of(current));
    } finally {
      turn.unlock();
    }
  }

  /** As {@link #read}, unless the disk holds up others for longer than given: then empty. */
  <T> Optional<T> readWithin(Duration patience, String what, Read<T> read) throws JournalException {
    try {
      if (!turn.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    try {
      return Optional.of(read(what, read));
    } finally {
      turn.unlock();
    }
  }

  /** Requests up to that number were handed out. */
  void handedOut(long id) {
    turn.lock();
    try {
      highestId = Math.max(highestId, id);
    } finally {
      turn.unlock();
    }
  }

  JournalKey key() {
    return fileLock.key();
  }

  Path file() {
    return file;
  }

  /** How the file is; does not wait for a change under way. */
  JournalFigures figures() {
    JournalTables current = tables;
    long last = current == null ? 0 : current.transactions().lastCommitNanos();
    long longest = current == null ? 0 : current.transactions().longestCommitNanos();
    return new JournalFigures(
        JournalFile.bytes(file),
        TimeUnit.NANOSECONDS.toMicros(last),
        TimeUnit.NANOSECONDS.toMicros(longest),
        movedAside);
  }

  /**
   * Waits a second at most for a change under way: the process ends, and the file's lock with it.
   */
  @Override
  public void close() throws JournalException {
    try {
      if (!turn.tryLock(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      JournalTables current = tables;
      if (current != null) {
        current.close();
      }
      fileLock.close();
    } catch (SQLException | IOException e) {
      throw new JournalException("journal cannot close: file=" + file, e);
    } finally {
      turn.unlock();
    }
  }
}
