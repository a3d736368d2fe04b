package io.sidestat.collector.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second collector off the journal: a lock on a file beside it, freed when we die. The file
 * holds the {@link JournalKey}.
 */
final class JournalLock implements AutoCloseable {
  /** Behind all content, which on some systems could not be read else. */
  private static final long LOCK_POSITION = Long.MAX_VALUE - 1;

  private final FileChannel channel;
  private final JournalKey key;

  private JournalLock(FileChannel channel, JournalKey key) {
    this.channel = channel;
    this.key = key;
  }

  static JournalLock take(Path journal) throws JournalException {
    Path file = JournalKey.lockFile(journal);
    try {
      FileChannel channel = OwnersOnly.open(file);
      if (lock(channel) == null) {
        channel.close();
        throw new JournalInUseException(
            "journal is in use by another collector: file=%s; stop that one, or give this one its own journal.path"
                .formatted(journal));
      }
      // One of an earlier version may be open to others.
      OwnersOnly.keepFromOthers(file);
      return new JournalLock(channel, JournalKey.write(channel));
    } catch (IOException e) {
      throw new JournalException(
          "journal cannot be locked: file=%s (%s); check that its directory is writable by this user"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCK_POSITION, 1, false);
    } catch (OverlappingFileLockException e) {
      // Held by another journal of this same process.
      return null;
    }
  }

  JournalKey key() {
    return key;
  }

  /** Closing the channel frees the lock. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
