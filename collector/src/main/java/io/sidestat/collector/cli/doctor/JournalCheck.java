package io.sidestat.collector.cli.doctor;

import io.sidestat.collector.journal.JournalException;
import io.sidestat.collector.journal.JournalReader;
import io.sidestat.collector.journal.OutboxState;
import io.sidestat.collector.journal.OutboxStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Where no collector answers: what its journal still tells. */
final class JournalCheck {
  private static final String JOURNAL = "journal";

  private final Path file;
  private final Instant now;

  JournalCheck(Path file, Instant now) {
    this.file = file;
    this.now = now;
  }

  Finding finding() {
    if (!Files.exists(file)) {
      return Finding.note(
          JOURNAL,
          "there is none at " + file + ", or its directory is closed to this user",
          "no collector has run with this journal.path: give doctor the collector's own --config,"
              + " --env-file or --journal-path; below systemd it is /var/lib/sidestat/journal.db,"
              + " which sudo can read");
    }
    // Before it is opened, which makes a new log.
    Optional<Instant> written = lastWritten();
    try (JournalReader reader = JournalReader.open(file)) {
      return told(reader.outbox().status(), written);
    } catch (JournalException e) {
      return unreadable(e);
    }
  }

  static Finding unreadable(JournalException e) {
    return Finding.note(
        JOURNAL,
        String.valueOf(e.getMessage()),
        "run doctor as the collector's user, or with sudo: others may not read the journal");
  }

  private Finding told(OutboxStatus outbox, Optional<Instant> written) {
    long unsent =
        outbox.requests().getOrDefault(OutboxState.READY, 0L)
            + outbox.requests().getOrDefault(OutboxState.IN_FLIGHT, 0L);
    String found =
        "%s, last written %s; %d requests are unsent%s, %d are local"
            .formatted(
                file,
                written.map(this::ago).orElse("at a time that cannot be told"),
                unsent,
                outbox.oldestUnsentEpochMillis() == 0
                    ? ""
                    : ", the oldest of "
                        + ago(Instant.ofEpochMilli(outbox.oldestUnsentEpochMillis())),
                outbox.requests().getOrDefault(OutboxState.LOCAL, 0L));
    return unsent == 0
        ? Finding.ok(JOURNAL, found)
        : Finding.note(JOURNAL, found, "a collector that publishes sends them when it starts");
  }

  private String ago(Instant at) {
    return Ago.words(Duration.between(at, now)) + " ago";
  }

  /** The later of the file's own time and that of its write-ahead log, unless a reader left it. */
  private Optional<Instant> lastWritten() {
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    Optional<Instant> ofFile = written(file);
    Optional<Instant> ofLog = written(log);
    return ofLog.isPresent() && ofFile.map(at -> at.isBefore(ofLog.get())).orElse(true)
        ? ofLog
        : ofFile;
  }

  private static Optional<Instant> written(Path path) {
    try {
      return Files.size(path) == 0
          ? Optional.empty()
          : Optional.of(Files.getLastModifiedTime(path).toInstant());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
