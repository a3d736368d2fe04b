package io.sidestat.collector.aggregate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DistinctHashesTest {
  private final DistinctHashes hashes = new DistinctHashes(1_000);

  @Test
  void add_zero_countsOnce() {
    hashes.add(0);
    hashes.add(5);
    hashes.add(0);

    assertEquals(2, hashes.size());
    assertArrayEquals(new long[] {0, 5}, Arrays.stream(hashes.toArray()).sorted().toArray());
  }

  @Test
  void add_hashesThatShareASlot_areKeptApart() {
    for (long i = 1; i <= 100; i++) {
      hashes.add(i << 32);
    }

    assertEquals(100, hashes.toArray().length);
  }

  @Test
  void add_toAFullTable_takesOnlyThoseItHas() {
    for (long i = 1; i <= 1_000; i++) {
      assertTrue(hashes.add(i));
    }

    assertFalse(hashes.add(1_001));
    assertFalse(hashes.add(0));
    assertTrue(hashes.add(1));
    assertEquals(1_000, hashes.size());
  }
}
