package io.sidestat.collector.aggregate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A 64-bit hash of a stretch of bytes, eight bytes a step.
 *
 * <p>Source: MurmurHash64A and the fmix64 finalizer, Austin Appleby, public domain. Of the original
 * one can make inputs that collide whatever the seed is, since it mixes each word before the seed
 * comes in; here the seed goes into every word.
 */
final class ByteHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MULTIPLIER = 0xc6a4a7935bd1e995L;

  private ByteHash() {}

  static long hash(byte[] bytes, int start, int end, long seed) {
    return finish(absorb(seed, bytes, start, end, seed));
  }

  /** The state after a stretch, to be taken on to another or {@link #finish finished}. */
  static long absorb(long state, byte[] bytes, int start, int end, long seed) {
    long hash = state ^ ((end - start) * MULTIPLIER);
    int i = start;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      hash = step(hash, word(bytes, i) ^ seed);
    }
    return step(hash, tail(bytes, i, end) ^ seed);
  }

  private static long word(byte[] bytes, int index) {
    return (long) LONGS.get(bytes, index);
  }

  /** The last bytes, fewer than eight, the first of them lowest. */
  private static long tail(byte[] bytes, int start, int end) {
    if (start == end) {
      return 0;
    }
    if (end >= Long.BYTES) {
      // One read of the eight bytes before the end; those in front of the tail fall out.
      return word(bytes, end - Long.BYTES) >>> ((Long.BYTES - (end - start)) * Byte.SIZE);
    }
    long tail = 0;
    for (int i = end - 1; i >= start; i--) {
      tail = (tail << Byte.SIZE) | (bytes[i] & 0xffL);
    }
    return tail;
  }

  private static long step(long hash, long word) {
    long mixed = word * MULTIPLIER;
    mixed ^= mixed >>> 47;
    mixed *= MULTIPLIER;
    return (hash ^ mixed) * MULTIPLIER;
  }

  /** The hash of what was absorbed. */
  static long finish(long hash) {
    long mixed = hash;
    mixed ^= mixed >>> 33;
    mixed *= 0xff51afd7ed558ccdL;
    mixed ^= mixed >>> 33;
    mixed *= 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
