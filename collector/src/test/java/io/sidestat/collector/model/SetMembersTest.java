package io.sidestat.collector.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SetMembersTest {
  private static long[] hashes(long seed, int count) {
    return new SplittableRandom(seed).longs(count).toArray();
  }

  @Test
  void of_1024Hashes_isExact() {
    SetMembers members = SetMembers.of(hashes(1, 1_024));

    assertTrue(members.exact());
    assertEquals(1_024, members.size());
    assertNull(members.sketch());
  }

  @Test
  void of_moreHashes_isAnEstimate() {
    SetMembers members = SetMembers.of(hashes(1, 65_536));

    assertFalse(members.exact());
    assertArrayEquals(new long[0], members.hashes());
    assertEquals(65_536, (double) members.size(), 65_536 * 4 * 0.0061);
  }

  @Test
  void merge_exactOnesThatShareMembers_staysExactWhileItCan() {
    long[] all = hashes(1, 1_024);

    assertEquals(SetMembers.of(all), SetMembers.of(all).merge(SetMembers.of(all)));
    assertFalse(SetMembers.of(all).merge(SetMembers.of(hashes(2, 1))).exact());
  }

  @Property(tries = 50)
  void merge_inAnyOrder_isTheSetOfAll(
      @ForAll @IntRange(min = 1, max = 20) int parts, @ForAll long seed) {
    Random random = new Random(seed);
    List<SetMembers> sets = new ArrayList<>();
    List<Long> all = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      long[] hashes = hashes(random.nextInt(5), random.nextInt(random.nextBoolean() ? 300 : 3_000));
      sets.add(SetMembers.of(hashes));
      for (long hash : hashes) {
        all.add(hash);
      }
    }
    Collections.shuffle(sets, random);

    SetMembers merged = sets.stream().reduce(SetMembers.of(), SetMembers::merge);

    assertEquals(SetMembers.of(all.stream().mapToLong(Long::longValue).toArray()), merged);
  }

  @Test
  void ofSketch_itsState_isEqual() {
    SetMembers members = SetMembers.of(hashes(3, 5_000));
    byte[] state = members.sketch();

    assertEquals(members, SetMembers.ofSketch(state == null ? new byte[0] : state));
  }

  @Test
  void ofSketch_anotherSize_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> SetMembers.ofSketch(new byte[16]));
  }
}
