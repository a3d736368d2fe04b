package io.sidestat.collector.journal;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;

/** The journal as a file: a place for it, whether it is whole, and out of the way if it is not. */
final class JournalFile {
  private static final Logger log = LoggerFactory.getLogger(JournalFile.class);

  /** Of a journal of two gigabytes only a part can be looked at before the collector listens. */
  private static final Duration CHECK_MAX = Duration.ofSeconds(2);

  /** SQLite's own instructions between two looks at the clock: some milliseconds. */
  private static final int CHECK_STEPS = 100_000;

  /** SQLite keeps the kind of an error in its code's lowest byte. */
  private static final int KIND_MASK = 0xff;

  /** The file, its write-ahead log and the log's index. */
  private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");

  private static final String DAMAGED = ".damaged-";

  /** Each may be as large as a journal. */
  private static final int KEPT_ASIDE_MAX = 3;

  private static final DateTimeFormatter NAME_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private JournalFile() {}

  /** Makes the directory that the file is to be in. */
  static void makeDirectory(Path file) throws JournalException {
    Path directory = file.getParent();
    try {
      if (directory != null) {
        OwnersOnly.makeDirectories(directory);
      }
    } catch (IOException e) {
      throw new JournalException(
          "journal directory cannot be made: directory=%s (%s); make it, or set journal.path"
              .formatted(directory, e.getClass().getSimpleName()),
          e);
    }
  }

  /** The one path of a file that is there under several, by symbolic links. */
  static Path real(Path file) {
    Path absolute = file.toAbsolutePath();
    try {
      return Files.exists(absolute)
          ? absolute.toRealPath()
          : absolute.resolveSibling(".").toRealPath().resolve(absolute.getFileName());
    } catch (IOException e) {
      return absolute;
    }
  }

  /** Whether the error says that the file is damaged, or is no database. */
  static boolean isDamage(SQLException e) {
    int kind = e.getErrorCode() & KIND_MASK;
    return kind == SQLiteErrorCode.SQLITE_CORRUPT.code
        || kind == SQLiteErrorCode.SQLITE_NOTADB.code;
  }

  /** Whether the error says that the disk has no room, or fails: which may pass. */
  static boolean isDiskTrouble(SQLException e) {
    int kind = e.getErrorCode() & KIND_MASK;
    return kind == SQLiteErrorCode.SQLITE_FULL.code || kind == SQLiteErrorCode.SQLITE_IOERR.code;
  }

  /**
   * Reads the file for damage, two seconds at most.
   *
   * @throws SQLException if it is damaged, as {@link #isDamage} tells
   */
  static void check(Connection connection) throws SQLException {
    long deadline = System.nanoTime() + CHECK_MAX.toNanos();
    ProgressHandler.setHandler(
        connection,
        CHECK_STEPS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return System.nanoTime() - deadline > 0 ? 1 : 0;
          }
        });
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("PRAGMA quick_check(1)")) {
      String words = found.next() ? found.getString(1) : "ok";
      if (!words.equals("ok")) {
        // Several lines; a log has one for each event.
        throw new SQLException(
            words.replaceAll("\\s+", " "), "", SQLiteErrorCode.SQLITE_CORRUPT.code);
      }
    } catch (SQLException e) {
      if ((e.getErrorCode() & KIND_MASK) != SQLiteErrorCode.SQLITE_INTERRUPT.code) {
        throw e;
      }
    } finally {
      ProgressHandler.clearHandler(connection);
    }
  }

  /** Deletes what is left beside a file that is gone: it is of no use to another one. */
  static void deleteRest(Path file) throws IOException {
    for (String suffix : SUFFIXES.subList(1, SUFFIXES.size())) {
      Files.deleteIfExists(Path.of(file + suffix));
    }
  }

  /** Size on the disk of the file and what belongs to it. */
  static long bytes(Path file) {
    return SUFFIXES.stream().map(suffix -> new File(file + suffix)).mapToLong(File::length).sum();
  }

  /**
   * Renames the file and what belongs to it; answers the new name, which says when that was. Of
   * files moved aside before, the newest stay, three with this one.
   *
   * @throws IOException if it cannot be renamed
   */
  static Path moveAside(Path file, Instant now) throws IOException {
    String name = file.getFileName() + DAMAGED + NAME_TIME.format(now);
    Path aside = file.resolveSibling(name);
    for (int more = 2; Files.exists(aside); more++) {
      aside = file.resolveSibling(name + "-" + more);
    }
    for (String suffix : SUFFIXES) {
      Path part = Path.of(file + suffix);
      if (Files.exists(part)) {
        Files.move(part, Path.of(aside + suffix));
      }
    }
    deleteOldest(file);
    return aside;
  }

  private static void deleteOldest(Path file) throws IOException {
    List<Path> aside;
    try (Stream<Path> siblings = Files.list(file.resolveSibling("."))) {
      aside =
          siblings
              .filter(
                  path -> path.getFileName().toString().startsWith(file.getFileName() + DAMAGED))
              .filter(path -> SUFFIXES.stream().skip(1).noneMatch(path.toString()::endsWith))
              .sorted()
              .toList();
    }
    for (Path old : aside.subList(0, Math.max(0, aside.size() - KEPT_ASIDE_MAX))) {
      for (String suffix : SUFFIXES) {
        Files.deleteIfExists(Path.of(old + suffix));
      }
      log.warn(
          "an old damaged journal was deleted, the newest {} stay: file={}",
          KEPT_ASIDE_MAX,
          old.normalize());
    }
  }
}
