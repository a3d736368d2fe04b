package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.SetMembers;
import java.util.Arrays;

/**
 * The distinct members of a set in one interval: an open-addressed table of their 64-bit hashes, so
 * that a member seen again costs no memory. Holds at most {@link #MEMBERS_MAX}.
 */
final class SetAccumulator implements Accumulator {
  /** Most members of one set in one interval. */
  static final int MEMBERS_MAX = 65_536;

  /** Marks a free slot; a member that hashes to it is kept aside. */
  private static final long FREE = 0;

  private long[] slots = new long[16];
  private int size;
  private boolean holdsFreeMark;

  /** Adds a member; false if it is new and the set is full. */
  boolean add(long hash) {
    if (hash == FREE) {
      return addFreeMark();
    }
    int slot = slotOf(slots, hash);
    if (slots[slot] == hash) {
      return true;
    }
    if (size == MEMBERS_MAX) {
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

  /** Distinct members so far. */
  int size() {
    return size;
  }

  private boolean addFreeMark() {
    if (!holdsFreeMark && size == MEMBERS_MAX) {
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

  @Override
  public SetMembers toValue() {
    long[] members = Arrays.stream(slots).filter(hash -> hash != FREE).toArray();
    if (holdsFreeMark) {
      members = Arrays.copyOf(members, members.length + 1);
    }
    return SetMembers.of(members);
  }
}
