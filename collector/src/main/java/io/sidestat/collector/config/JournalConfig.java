package io.sidestat.collector.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The journal on disk.
 *
 * @param path its file; the lock file and SQLite's own files stand beside it
 * @param retention how long closed intervals are kept as history, 1 minute to 14 days (CloudWatch
 *     takes no data older than two weeks: PutMetricData API reference, read 2026-11-23)
 * @param bytesMax how large it may grow, 16 MiB to 1 TiB
 * @param checkpoint how often the open interval is written, so that a crash loses no more; 1 s to
 *     60 s, 0 for never
 * @param waitingBytesMax how much of closed intervals may wait in memory while it cannot be
 *     written, 1 MiB to 4 GiB
 */
public record JournalConfig(
    Path path, Duration retention, long bytesMax, Duration checkpoint, long waitingBytesMax) {
  private static final Duration RETENTION_MIN = Duration.ofMinutes(1);
  private static final Duration RETENTION_MAX = Duration.ofDays(14);
  private static final long BYTES_MAX_MIN = 16L << 20;
  private static final long BYTES_MAX_MAX = 1L << 40;
  private static final Duration CHECKPOINT_MIN = Duration.ofSeconds(1);
  private static final Duration CHECKPOINT_MAX = Duration.ofSeconds(60);
  private static final long WAITING_BYTES_MAX_MIN = 1L << 20;
  private static final long WAITING_BYTES_MAX_MAX = 4L << 30;

  /** Refuses what is out of range. */
  public JournalConfig {
    checkRetention(retention);
    checkBytesMax(bytesMax);
    checkCheckpoint(checkpoint);
    checkWaitingBytesMax(waitingBytesMax);
  }

  static Duration checkCheckpoint(Duration checkpoint) {
    boolean inRange =
        checkpoint.compareTo(CHECKPOINT_MIN) >= 0 && checkpoint.compareTo(CHECKPOINT_MAX) <= 0;
    if (!checkpoint.isZero() && !inRange) {
      throw new IllegalArgumentException("checkpoint is out of range: found=" + checkpoint);
    }
    return checkpoint;
  }

  static long checkWaitingBytesMax(long bytesMax) {
    if (bytesMax < WAITING_BYTES_MAX_MIN || bytesMax > WAITING_BYTES_MAX_MAX) {
      throw new IllegalArgumentException("waiting bytes are out of range: found=" + bytesMax);
    }
    return bytesMax;
  }

  /** With the limits of the other that a running collector can change. */
  JournalConfig reloaded(JournalConfig other) {
    return new JournalConfig(
        path, other.retention, other.bytesMax, other.checkpoint, waitingBytesMax);
  }

  static Duration checkRetention(Duration retention) {
    if (retention.compareTo(RETENTION_MIN) < 0 || retention.compareTo(RETENTION_MAX) > 0) {
      throw new IllegalArgumentException(
          "journal retention is out of range: retention=" + retention + ", allowed=1m..14d");
    }
    return retention;
  }

  static long checkBytesMax(long bytesMax) {
    if (bytesMax < BYTES_MAX_MIN || bytesMax > BYTES_MAX_MAX) {
      throw new IllegalArgumentException(
          "journal size is out of range: bytesMax=" + bytesMax + ", allowed=16MiB..1TiB");
    }
    return bytesMax;
  }

  /**
   * Reads a file's path.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static Path parsePath(String text) {
    if (text.isBlank() || text.endsWith("/")) {
      throw new RejectedValueException("a file is wanted, not a directory");
    }
    if (text.startsWith("~")) {
      // No shell stands between a file and this text, and a directory called "~" surprises.
      throw new RejectedValueException("~ is not expanded; write the directory in full");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new RejectedValueException("there are control characters in it");
    }
    return Path.of(text);
  }
}
