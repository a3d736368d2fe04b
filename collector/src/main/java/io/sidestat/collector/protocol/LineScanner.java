package io.sidestat.collector.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds where a line ends and where its last bar stands, in one pass of eight bytes a step: most
 * lines' last field is their longest, and need not be searched again. For the owner thread.
 *
 * <p>Source of the test for a zero byte in a word, exact for each byte: H. S. Warren, "Hacker's
 * Delight", 2nd ed., 6-1.
 */
final class LineScanner {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
  private static final long LOW_BITS = 0x7F * EACH_BYTE;
  private static final long FEEDS = '\n' * EACH_BYTE;
  private static final long BARS = '|' * EACH_BYTE;

  private int lastBar;

  /** Index of the last bar before the line's end; less than its start if there is none. */
  int lastBar() {
    return lastBar;
  }

  /** Index of the line feed that ends the line, or {@code end} if there is none. */
  int scan(byte[] bytes, int start, int end) {
    int bar = start - 1;
    int wordsEnd = Math.min(end, bytes.length - Long.BYTES + 1);
    int i = start;
    for (; i < wordsEnd; i += Long.BYTES) {
      long word = (long) LONGS.get(bytes, i);
      long feeds = zeros(word ^ FEEDS);
      long bars = zeros(word ^ BARS);
      if (feeds != 0) {
        // Up to the first feed.
        bars &= feeds - 1;
      }
      if (bars != 0) {
        bar = i + Long.BYTES - 1 - (Long.numberOfLeadingZeros(bars) >>> 3);
      }
      if (feeds != 0) {
        return found(bytes, start, bar, i + (Long.numberOfTrailingZeros(feeds) >>> 3), end);
      }
    }
    i = Math.min(i, end);
    for (; i < end && bytes[i] != '\n'; i++) {
      bar = bytes[i] == '|' ? i : bar;
    }
    return found(bytes, start, bar, i, end);
  }

  /** What a word showed may lie behind the end of what is to be read. */
  private int found(byte[] bytes, int start, int bar, int lineEnd, int end) {
    int last = bar;
    if (last >= end) {
      last = end - 1;
      while (last >= start && bytes[last] != '|') {
        last--;
      }
    }
    lastBar = last;
    return Math.min(lineEnd, end);
  }

  /** The high bit of each byte that is zero. */
  private static long zeros(long word) {
    return ~(((word & LOW_BITS) + LOW_BITS) | word | LOW_BITS);
  }
}
