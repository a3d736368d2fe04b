package io.sidestat.collector.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Keeps a second collector off the journal: a lock on a file beside it, freed when we die. */
final class JournalLock implements AutoCloseable {
  private final FileChannel channel;

  private JournalLock(FileChannel channel) {
    this.channel = channel;
  }

  static JournalLock take(Path journal) throws JournalException {
    Path file = journal.resolveSibling(journal.getFileName() + ".lock");
    try {
      FileChannel channel = OwnersOnly.open(file);
      if (lock(channel) == null) {
        channel.close();
        throw new JournalInUseException(
            "journal is in use by another collector: file=%s; stop that one, or give this one its own journal.path"
                .formatted(journal));
      }
      return new JournalLock(channel);
    } catch (IOException e) {
      throw new JournalException(
          "journal cannot be locked: file=%s (%s); check that its directory is writable by this user"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by another journal of this same process.
      return null;
    }
  }

  /** Closing the channel frees the lock. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
