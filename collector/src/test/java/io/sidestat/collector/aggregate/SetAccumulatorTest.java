package io.sidestat.collector.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.model.SetMembers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class SetAccumulatorTest {
  /** As documented: 0.61 %. */
  private static final double STANDARD_ERROR = 0.782 / Math.sqrt(1 << 14);

  private static SetMembers set(IntFunction<String> member, int from, int to) {
    SetAccumulator set = new SetAccumulator();
    for (int i = from; i < to; i++) {
      byte[] bytes = member.apply(i).getBytes(StandardCharsets.UTF_8);
      set.add(bytes, 0, bytes.length);
    }
    return set.toValue();
  }

  @Test
  void add_upTo1024Members_isExact() {
    SetMembers members = set(i -> "user-" + i % 1_024, 0, 5_000);

    assertTrue(members.exact());
    assertEquals(1_024, members.size());
  }

  @Test
  void add_oneMore_isAnEstimateOfAllOfThem() {
    SetMembers members = set(i -> "user-" + i, 0, 1_025);

    assertFalse(members.exact());
    assertEquals(1_025, (double) members.size(), 1_025 * 4 * STANDARD_ERROR);
  }

  @Test
  void add_membersAgain_changesNothing() {
    assertEquals(set(i -> "user-" + i, 0, 3_000), set(i -> "user-" + i % 3_000, 0, 9_000));
  }

  @Test
  void size_ofMembersAsPeopleNameThem_isWithinFourStandardErrors() {
    assertEstimates(i -> Integer.toString(i));
    assertEstimates(i -> "user-" + i);
    assertEstimates(i -> "10." + (i >> 16) + "." + ((i >> 8) & 255) + "." + (i & 255));
    assertEstimates(i -> new UUID(i * 0x9E37_79B9_7F4A_7C15L, i).toString());
    assertEstimates(i -> "someone." + i + "@example.com");
  }

  private static void assertEstimates(IntFunction<String> member) {
    double sumOfSquares = 0;
    int estimates = 0;
    for (int size : new int[] {1_500, 5_000, 20_000, 100_000}) {
      for (int sample = 0; sample < 5; sample++) {
        double error =
            (set(member, sample * size, (sample + 1) * size).size() - size) / (double) size;
        assertEquals(0, error, 4 * STANDARD_ERROR, "size=" + size);
        sumOfSquares += error * error;
        estimates++;
      }
    }
    // All together: 20 squares of errors have a mean within twice the expected one.
    assertEquals(0, Math.sqrt(sumOfSquares / estimates), 1.5 * STANDARD_ERROR);
  }
}
