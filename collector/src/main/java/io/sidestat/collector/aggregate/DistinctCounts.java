package io.sidestat.collector.aggregate;

/**
 * Counts samples by their very value, while there are few different ones. Open addressing with
 * linear probing, at most 5/8 full; 0.3 KB for up to 10 values, 4 KB for 150. Not thread-safe.
 */
final class DistinctCounts {
  private static final int SLOTS_FIRST = 16;

  /**
   * 2^64 divided by the golden ratio: spreads bits that differ in few places over the high ones.
   */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private final int valuesMax;

  /**
   * A value's bits and behind them its count, which is 0 where a slot is free: one array, so that
   * the cache fetches both at once.
   */
  private long[] slots = new long[2 * SLOTS_FIRST];

  private int size;

  DistinctCounts(int valuesMax) {
    this.valuesMax = valuesMax;
  }

  /** Counts samples of one value, not -0.0; false if it would be one different value too many. */
  boolean add(double value, int samples) {
    long bits = Double.doubleToRawLongBits(value);
    int at = find(slots, bits);
    if (slots[at + 1] == 0) {
      if (size == valuesMax) {
        return false;
      }
      if ((size + 1) * 16 > slots.length * 5) {
        grow();
        at = find(slots, bits);
      }
      slots[at] = bits;
      size++;
    }
    slots[at + 1] += samples;
    return true;
  }

  /** Where the value's slot starts, or the free one where it belongs. */
  private static int find(long[] slots, long bits) {
    int mask = slots.length - 2;
    int at = (int) ((bits * SPREAD) >>> 32) & mask;
    while (slots[at + 1] != 0 && slots[at] != bits) {
      at = (at + 2) & mask;
    }
    return at;
  }

  private void grow() {
    long[] wider = new long[slots.length * 2];
    for (int i = 0; i < slots.length; i += 2) {
      if (slots[i + 1] != 0) {
        int at = find(wider, slots[i]);
        wider[at] = slots[i];
        wider[at + 1] = slots[i + 1];
      }
    }
    slots = wider;
  }

  /** How many different values there are. */
  int size() {
    return size;
  }

  /** Visits the values, in no order. */
  void forEach(SampleCounts.Visitor visitor) {
    for (int i = 0; i < slots.length; i += 2) {
      if (slots[i + 1] != 0) {
        visitor.visit(Double.longBitsToDouble(slots[i]), Math.toIntExact(slots[i + 1]));
      }
    }
  }
}
