package io.sidestat.collector.journal;

import java.util.Optional;
import org.sqlite.NativeLibraryNotFoundException;

/** SQLite's native library, which the driver unpacks from the jar and loads. */
final class SqliteLibrary {
  private SqliteLibrary() {}

  /** What to tell if that is what failed; the driver's own words name the platform. */
  static Optional<JournalException> notLoaded(Exception failure) {
    return failure.getCause() instanceof NativeLibraryNotFoundException missing
        ? Optional.of(
            new JournalException(
                "SQLite's library cannot be loaded: it is unpacked into %s, which must be writable by this user and not mounted noexec; java -Djava.io.tmpdir=DIRECTORY names another"
                    .formatted(System.getProperty("java.io.tmpdir")),
                missing))
        : Optional.empty();
  }
}
