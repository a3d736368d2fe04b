package io.sidestat.collector.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What proves to the process that has a journal open that another may change it: a text in the lock
 * file, which only who could write the journal can read. A new one each time it is opened.
 * Immutable.
 */
public final class JournalKey {
  private static final Logger log = LoggerFactory.getLogger(JournalKey.class);

  private static final int RANDOM_BYTES = 16;

  private final byte[] text;

  private JournalKey(byte[] text) {
    this.text = text;
  }

  static Path lockFile(Path journal) {
    return journal.resolveSibling(journal.getFileName() + ".lock");
  }

  /**
   * Puts a new one into the lock file. On a full disk nobody can show it until the next start, but
   * the collector starts.
   */
  static JournalKey write(FileChannel lockFile) {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    byte[] text = HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII);
    try {
      lockFile.truncate(0);
      ByteBuffer left = ByteBuffer.wrap(text);
      while (left.hasRemaining()) {
        lockFile.write(left);
      }
    } catch (IOException e) {
      log.warn("the outbox cannot be changed by commands until the next start: {}", e.toString());
    }
    return new JournalKey(text);
  }

  /**
   * The key of a journal that is open, for the process that has it open.
   *
   * @throws IOException if it may not be read
   */
  public static String read(Path journal) throws IOException {
    try (InputStream in = Files.newInputStream(lockFile(journal))) {
      return new String(in.readNBytes(2 * RANDOM_BYTES), StandardCharsets.US_ASCII);
    }
  }

  /** Whether the text is the key; takes as long whatever it is. */
  public boolean is(String shown) {
    return MessageDigest.isEqual(text, shown.getBytes(StandardCharsets.UTF_8));
  }
}
