package io.sidestat.collector.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that remembers why it could not be written: print streams swallow that. Who reads
 * only the beginning, as {@code head} does, has what he wants, and that is no failure.
 */
final class WatchedOutput extends OutputStream {
  private static final String READER_IS_GONE = "Broken pipe";

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
  private volatile @Nullable IOException failure;

  private WatchedOutput() {}

  /** From now on {@link System#out} is watched. */
  static WatchedOutput install() {
    WatchedOutput watched = new WatchedOutput();
    System.setOut(new PrintStream(watched, true));
    return watched;
  }

  /** Why not all was written; null if it was, or nobody reads any more. */
  @Nullable IOException failure() {
    System.out.flush();
    IOException found = failure;
    boolean readerIsGone =
        found != null && String.valueOf(found.getMessage()).contains(READER_IS_GONE);
    return readerIsGone ? null : found;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }
}
