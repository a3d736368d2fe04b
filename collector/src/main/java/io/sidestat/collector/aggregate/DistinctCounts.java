package io.sidestat.collector.aggregate;

/**
 * Counts samples by their very value, while there are few different ones. Open addressing with
 * linear probing, at most 5/8 full; 0.2 KB for up to 10 values, 3 KB for 150. Not thread-safe.
 */
final class DistinctCounts {
  private static final int SLOTS_FIRST = 16;

  /**
   * 2^64 divided by the golden ratio: spreads bits that differ in few places over the high ones.
   */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private final int valuesMax;
  private double[] values = new double[SLOTS_FIRST];

  /** 0 marks a free slot. */
  private int[] counts = new int[SLOTS_FIRST];

  private int size;

  DistinctCounts(int valuesMax) {
    this.valuesMax = valuesMax;
  }

  /** Counts samples of one value, not -0.0; false if it would be one different value too many. */
  boolean add(double value, int samples) {
    int slot = slot(value);
    if (counts[slot] == 0) {
      if (size == valuesMax) {
        return false;
      }
      if ((size + 1) * 8 > counts.length * 5) {
        grow();
        slot = slot(value);
      }
      values[slot] = value;
      size++;
    }
    counts[slot] += samples;
    return true;
  }

  /** The value's slot, or the free one where it belongs. */
  private int slot(double value) {
    int mask = counts.length - 1;
    long hash = Double.doubleToRawLongBits(value) * SPREAD;
    int slot = (int) (hash >>> 32) & mask;
    while (counts[slot] != 0 && values[slot] != value) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    double[] oldValues = values;
    int[] oldCounts = counts;
    values = new double[oldValues.length * 2];
    counts = new int[values.length];
    for (int i = 0; i < oldCounts.length; i++) {
      if (oldCounts[i] != 0) {
        int slot = slot(oldValues[i]);
        values[slot] = oldValues[i];
        counts[slot] = oldCounts[i];
      }
    }
  }

  /** How many different values there are. */
  int size() {
    return size;
  }

  /** Visits the values, in no order. */
  void forEach(SampleCounts.Visitor visitor) {
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        visitor.visit(values[i], counts[i]);
      }
    }
  }
}
