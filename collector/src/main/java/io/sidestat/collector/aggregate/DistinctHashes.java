package io.sidestat.collector.aggregate;

import java.util.Arrays;

/**
 * Distinct 64-bit hashes: an open-addressed table, so that one seen again costs no memory; 16 to 32
 * bytes each. Not thread-safe.
 */
final class DistinctHashes {
  /** Marks a free slot; a hash that is equal to it is kept aside. */
  private static final long FREE = 0;

  private final int sizeMax;
  private long[] slots = new long[16];
  private int size;
  private boolean holdsFreeMark;

  /** At most that many. */
  DistinctHashes(int sizeMax) {
    this.sizeMax = sizeMax;
  }

  /** Adds a hash; false if it is new and there are too many. */
  boolean add(long hash) {
    if (hash == FREE) {
      return addFreeMark();
    }
    int slot = slotOf(slots, hash);
    if (slots[slot] == hash) {
      return true;
    }
    if (size == sizeMax) {
      return false;
    }
    slots[slot] = hash;
    size++;
    // Size may count the free mark, which takes no slot: one too early does no harm.
    if (size * 2 > slots.length) {
      grow();
    }
    return true;
  }

  /** How many there are. */
  int size() {
    return size;
  }

  private boolean addFreeMark() {
    if (!holdsFreeMark && size == sizeMax) {
      return false;
    }
    size += holdsFreeMark ? 0 : 1;
    holdsFreeMark = true;
    return true;
  }

  private static int slotOf(long[] table, long hash) {
    int mask = table.length - 1;
    int slot = (int) hash & mask;
    while (table[slot] != FREE && table[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] wider = new long[slots.length * 2];
    for (long hash : slots) {
      if (hash != FREE) {
        wider[slotOf(wider, hash)] = hash;
      }
    }
    slots = wider;
  }

  /** All of them, in no order. */
  long[] toArray() {
    long[] hashes = Arrays.stream(slots).filter(hash -> hash != FREE).toArray();
    if (holdsFreeMark) {
      hashes = Arrays.copyOf(hashes, hashes.length + 1);
    }
    return hashes;
  }
}
