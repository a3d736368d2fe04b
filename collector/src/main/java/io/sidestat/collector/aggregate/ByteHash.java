package io.sidestat.collector.aggregate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A 64-bit hash of a stretch of bytes, eight bytes a step.
 *
 * <p>Source: MurmurHash64A and the fmix64 finalizer, Austin Appleby, public domain.
 */
final class ByteHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MULTIPLIER = 0xc6a4a7935bd1e995L;

  private ByteHash() {}

  static long hash(byte[] bytes, int start, int end, long seed) {
    long hash = seed ^ ((end - start) * MULTIPLIER);
    int i = start;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      hash = step(hash, (long) LONGS.get(bytes, i));
    }
    long tail = 0;
    for (int shift = 0; i < end; i++, shift += Byte.SIZE) {
      tail |= (bytes[i] & 0xffL) << shift;
    }
    return finish(step(hash, tail));
  }

  private static long step(long hash, long word) {
    long mixed = word * MULTIPLIER;
    mixed ^= mixed >>> 47;
    mixed *= MULTIPLIER;
    return (hash ^ mixed) * MULTIPLIER;
  }

  private static long finish(long hash) {
    long mixed = hash;
    mixed ^= mixed >>> 33;
    mixed *= 0xff51afd7ed558ccdL;
    mixed ^= mixed >>> 33;
    mixed *= 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
