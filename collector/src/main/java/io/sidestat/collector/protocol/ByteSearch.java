package io.sidestat.collector.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds a byte, eight bytes a step.
 *
 * <p>Source of the test for a zero byte in a word: Alan Mycroft, 1987, as in H. S. Warren,
 * "Hacker's Delight", 2nd ed., 6-1. The first byte that it tells of is always right; only those
 * behind it may not be.
 */
final class ByteSearch {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private ByteSearch() {}

  /** Index of the first such byte from {@code start} on, or {@code end} if there is none before. */
  static int indexOf(byte wanted, byte[] bytes, int start, int end) {
    long pattern = ONES * (wanted & 0xff);
    int wordsEnd = bytes.length - Long.BYTES;
    int i = start;
    // Words may reach over the end, never over the array's: what is found there is cut off.
    while (i < end && i <= wordsEnd) {
      long zeroWhereEqual = (long) LONGS.get(bytes, i) ^ pattern;
      long found = (zeroWhereEqual - ONES) & ~zeroWhereEqual & HIGH_BITS;
      if (found != 0) {
        return Math.min(end, i + (Long.numberOfTrailingZeros(found) >>> 3));
      }
      i += Long.BYTES;
    }
    while (i < end && bytes[i] != wanted) {
      i++;
    }
    return Math.min(i, end);
  }
}
