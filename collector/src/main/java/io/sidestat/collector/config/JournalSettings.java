package io.sidestat.collector.config;

import java.nio.file.Path;
import java.time.Duration;

/** The settings of the journal. */
final class JournalSettings {
  static final Setting<Path> PATH =
      new Setting<>(
          "journal.path",
          "$STATE_DIRECTORY/journal.db, else $XDG_STATE_HOME/sidestat/journal.db, else"
              + " ~/.local/state/sidestat/journal.db",
          "a file path",
          "the file of the journal",
          JournalConfig::parsePath,
          Path::toString);

  static final Setting<Duration> RETENTION =
      new Setting<>(
          "journal.retention",
          "24h",
          "1m to 14d, such as 30m, 24h or 7d",
          "how long closed intervals are kept as local history",
          text -> JournalConfig.checkRetention(DurationText.parse(text)),
          DurationText::write);

  static final Setting<Long> MAX_SIZE =
      new Setting<>(
          "journal.max-size",
          "2GiB",
          "16MiB to 1TiB, such as 512MiB or 2GiB",
          "how large the journal may grow; history goes first, unsent data last",
          text -> JournalConfig.checkBytesMax(SizeText.parse(text)),
          SizeText::write);

  static final Setting<Duration> CHECKPOINT =
      new Setting<>(
          "journal.checkpoint",
          "10s",
          "1s to 60s, or 0s for never",
          "how often the open interval is written to the journal, so that a crash loses no more than"
              + " that",
          text -> JournalConfig.checkCheckpoint(DurationText.parse(text)),
          DurationText::write);

  static final Setting<Long> MAX_WAITING =
      new Setting<>(
          "journal.max-waiting",
          "64MiB",
          "1MiB to 4GiB, such as 64MiB",
          "how much of closed intervals may wait in memory while the journal cannot be written; the"
              + " oldest goes first",
          text -> JournalConfig.checkWaitingBytesMax(SizeText.parse(text)),
          SizeText::write);

  private JournalSettings() {}
}
