package io.sidestat.collector.journal;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the journal's file is.
 *
 * @param bytes on the disk, the write-ahead log included
 * @param lastCommitMicros how long the last change took to be on the disk
 * @param longestCommitMicros the longest since it was opened
 * @param movedAside the damaged file that it took the place of when it was opened
 */
public record JournalFigures(
    long bytes, long lastCommitMicros, long longestCommitMicros, Optional<Path> movedAside) {}
