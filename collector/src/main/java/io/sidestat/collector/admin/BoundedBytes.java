package io.sidestat.collector.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Bytes in memory, up to a bound. Not thread-safe. */
final class BoundedBytes extends OutputStream {
  private final int bytesMax;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  BoundedBytes(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  @Override
  public void write(int one) throws IOException {
    check(1);
    bytes.write(one);
  }

  @Override
  public void write(byte[] from, int offset, int count) throws IOException {
    check(count);
    bytes.write(from, offset, count);
  }

  private void check(int more) throws TooLongException {
    if (more > bytesMax - bytes.size()) {
      throw new TooLongException();
    }
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  /** There is more to write than may be. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
