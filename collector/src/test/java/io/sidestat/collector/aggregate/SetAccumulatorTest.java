package io.sidestat.collector.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.model.SetMembers;
import org.junit.jupiter.api.Test;

class SetAccumulatorTest {
  private final SetAccumulator set = new SetAccumulator();

  @Test
  void add_memberThatHashesToZero_countsOnce() {
    set.add(0);
    set.add(5);
    set.add(0);

    assertEquals(SetMembers.of(0, 5), set.toValue());
  }

  @Test
  void add_hashesThatShareASlot_areKeptApart() {
    for (long i = 1; i <= 100; i++) {
      set.add(i << 32);
    }

    assertEquals(100, set.toValue().size());
  }

  @Test
  void add_toAFullSet_takesOnlyThoseItHas() {
    for (long i = 1; i <= SetAccumulator.MEMBERS_MAX; i++) {
      assertTrue(set.add(i));
    }

    assertFalse(set.add(65_537));
    assertFalse(set.add(0));
    assertTrue(set.add(1));
    assertEquals(65_536, set.toValue().size());
  }
}
