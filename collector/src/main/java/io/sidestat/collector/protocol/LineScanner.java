package io.sidestat.collector.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds, in one pass of eight bytes a step, where a line ends, and hashes all of it but for the
 * value: what stands before the first colon, and what stands from the next bar on. Lines of one
 * series differ in nothing else, as a rule. For the owner thread.
 *
 * <p>Source of the test for a zero byte in a word: Alan Mycroft, 1987, as in H. S. Warren,
 * "Hacker's Delight", 2nd ed., 6-1. The first byte that it tells of is always right; only those
 * behind it may not be. Of the hash, a multiplication whose high half is folded into the low one:
 * Wang Yi, wyhash, public domain.
 */
final class LineScanner {
  /** There is no such byte in the line. */
  static final int NONE = -1;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long FEEDS = '\n' * EACH_BYTE;
  private static final long COLONS = ':' * EACH_BYTE;
  private static final long BARS = '|' * EACH_BYTE;

  /** 2^64 divided by the golden ratio: odd, its bits well mixed. */
  private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

  private final long seed;
  private int colon;
  private int bar;
  private long hash;

  /**
   * A scanner.
   *
   * @param seed of the hash; anything that senders cannot know
   */
  LineScanner(long seed) {
    this.seed = seed;
  }

  /** Index of the line's first colon, or {@link #NONE}. */
  int colon() {
    return colon;
  }

  /** Index of the first bar behind that colon, or {@link #NONE}. */
  int bar() {
    return bar;
  }

  /** Hash of the line but for the value; only if there is a bar. */
  long hash() {
    return hash;
  }

  /** Index of the line feed that ends the line, or {@code end} if there is none. */
  int scan(byte[] bytes, int start, int end) {
    colon = NONE;
    bar = NONE;
    long state = seed;
    int i = start;
    long word = word(bytes, i);
    long marks = first(word, COLONS, FEEDS);
    while (marks == 0 && i + Long.BYTES < end) {
      state = mixed(state ^ word);
      i += Long.BYTES;
      word = word(bytes, i);
      marks = first(word, COLONS, FEEDS);
    }
    int at = index(i, marks);
    if (at >= end) {
      return end;
    }
    if (bytes[at] == '\n') {
      return at;
    }
    colon = at;
    return value(bytes, mixed(state ^ before(word, marks)), end);
  }

  private int value(byte[] bytes, long state, int end) {
    int i = colon + 1;
    long marks = first(word(bytes, i), BARS, FEEDS);
    while (marks == 0 && i + Long.BYTES < end) {
      i += Long.BYTES;
      marks = first(word(bytes, i), BARS, FEEDS);
    }
    int at = index(i, marks);
    if (at >= end) {
      return end;
    }
    if (bytes[at] == '\n') {
      return at;
    }
    bar = at;
    return rest(bytes, state, end);
  }

  private int rest(byte[] bytes, long stateBefore, int end) {
    long state = stateBefore;
    int i = bar;
    for (; i + 2 * Long.BYTES <= end; i += 2 * Long.BYTES) {
      long word = (long) LONGS.get(bytes, i);
      long next = (long) LONGS.get(bytes, i + Long.BYTES);
      if ((zeros(word ^ FEEDS) | zeros(next ^ FEEDS)) != 0) {
        break;
      }
      state = mixed(state ^ word, seed ^ next);
    }
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      long word = (long) LONGS.get(bytes, i);
      long feeds = zeros(word ^ FEEDS);
      if (feeds != 0) {
        hash = mixed(state ^ before(word, feeds));
        return index(i, feeds);
      }
      state = mixed(state ^ word);
    }
    // Behind the end there may be anything.
    long word = word(bytes, i) & ((1L << (Byte.SIZE * (end - i))) - 1);
    long feeds = zeros(word ^ FEEDS);
    hash = mixed(state ^ (feeds == 0 ? word : before(word, feeds)));
    return feeds == 0 ? end : index(i, feeds);
  }

  private static long mixed(long word) {
    return mixed(word, MULTIPLIER);
  }

  private static long mixed(long word, long other) {
    return Math.multiplyHigh(word, other) ^ (word * other);
  }

  /** Eight bytes, the first of them lowest; zeros behind the array's end. */
  private static long word(byte[] bytes, int index) {
    return index <= bytes.length - Long.BYTES
        ? (long) LONGS.get(bytes, index)
        : lastWord(bytes, index);
  }

  private static long lastWord(byte[] bytes, int index) {
    long word = 0;
    for (int i = bytes.length - 1; i >= index; i--) {
      word = (word << Byte.SIZE) | (bytes[i] & 0xff);
    }
    return word;
  }

  /** Marks the first byte that is one of either pattern; 0 if there is none. */
  private static long first(long word, long pattern, long otherPattern) {
    return zeros(word ^ pattern) | zeros(word ^ otherPattern);
  }

  /** Marks the first byte that is zero, and maybe further ones; 0 if there is none. */
  private static long zeros(long word) {
    return (word - EACH_BYTE) & ~word & HIGH_BITS;
  }

  /** Index of the byte marked first; eight further if none is. */
  private static int index(int wordIndex, long marks) {
    return wordIndex + (Long.numberOfTrailingZeros(marks) >>> 3);
  }

  /** The bytes before the one marked first, which there is. */
  private static long before(long word, long marks) {
    return word & ((Long.lowestOneBit(marks) >>> 7) - 1);
  }
}
