package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.SetMembers;
import java.util.Arrays;
import java.util.Locale;

/**
 * What counting a set's members costs and how far off it is. Prints a Markdown table: nanoseconds a
 * member are the median of the sets, errors are over all of them.
 *
 * <p>Run: see {@code docs/decisions/0005-sets-exact-then-a-sketch.md}.
 */
public final class SetBenchmark {
  private static final int SETS = 100;
  private static final int MEMBER_BYTES = Long.BYTES;

  private SetBenchmark() {}

  /** Prints the table. */
  public static void main(String[] args) {
    System.out.println(
        "| members | ns a member | root mean square error | largest error |\n|---|---|---|---|");
    for (int members : new int[] {1_000, 2_000, 10_000, 100_000, 1_000_000}) {
      System.out.println(row(members));
    }
  }

  private static String row(int members) {
    double[] nanos = new double[SETS];
    double[] errors = new double[SETS];
    byte[] member = new byte[MEMBER_BYTES];
    for (int set = 0; set < SETS; set++) {
      SetAccumulator accumulator = new SetAccumulator();
      long start = System.nanoTime();
      for (int i = 0; i < members; i++) {
        for (int digit = 0, left = set * members + i; digit < MEMBER_BYTES; digit++, left /= 10) {
          member[digit] = (byte) ('0' + left % 10);
        }
        accumulator.add(member, 0, MEMBER_BYTES);
      }
      nanos[set] = (System.nanoTime() - start) / (double) members;
      SetMembers counted = accumulator.toValue();
      errors[set] = Math.abs(counted.size() - members) / (double) members;
    }
    Arrays.sort(nanos);
    double meanSquare = Arrays.stream(errors).map(error -> error * error).average().orElse(0);
    return String.format(
        Locale.ROOT,
        "| %,d | %.0f | %.2f %% | %.2f %% |",
        members,
        nanos[SETS / 2],
        100 * Math.sqrt(meanSquare),
        100 * Arrays.stream(errors).max().orElse(0));
  }
}
