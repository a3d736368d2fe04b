package io.sidestat.collector.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DistributionTest {

  /** The distribution of whole samples, which have no rounding. */
  private static Distribution of(int... samples) {
    TreeMap<Double, Double> counts = new TreeMap<>();
    for (int sample : samples) {
      counts.merge((double) sample, 1.0, Double::sum);
    }
    return new Distribution(
        new StatisticSet(
            samples.length,
            Arrays.stream(samples).asLongStream().sum(),
            counts.firstKey(),
            counts.lastKey()),
        counts.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
        counts.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  @Test
  void percentile_tenSamples_isTheNearestRank() {
    Distribution distribution = of(10, 20, 30, 40, 50, 60, 70, 80, 90, 100);

    assertEquals(10, distribution.percentile(0));
    assertEquals(10, distribution.percentile(10));
    assertEquals(20, distribution.percentile(10.001));
    assertEquals(50, distribution.percentile(50));
    assertEquals(90, distribution.percentile(90));
    assertEquals(100, distribution.percentile(90.1));
    assertEquals(100, distribution.percentile(99.9));
    assertEquals(100, distribution.percentile(100));
  }

  @Test
  void percentile_rankThatIsWholeButForRounding_isNotPushedUp() {
    // 0.07 * 100 is 7.000000000000001.
    Distribution distribution =
        new Distribution(
            new StatisticSet(100, 793, 7, 8), new double[] {7, 8}, new double[] {7, 93});

    assertEquals(7, distribution.percentile(7));
  }

  @Test
  void percentile_fractionalWeights_countByWeight() {
    // 3 samples at 1 and 1 at 2, each of weight 10/3: 75 % of the weight is at 1.
    double weight = 1 / 0.3;
    Distribution distribution =
        new Distribution(
            new StatisticSet(4 / 0.3, 5 / 0.3, 1, 2),
            new double[] {1, 2},
            new double[] {3 * weight, weight});

    assertEquals(1, distribution.percentile(75));
    assertEquals(2, distribution.percentile(75.01));
  }

  @Test
  void percentile_outermostCellPassesTheSamples_isCutToThem() {
    Distribution distribution =
        new Distribution(
            new StatisticSet(2, 30, 10.1, 19.9), new double[] {10, 20}, new double[] {1, 1});

    assertEquals(10.1, distribution.percentile(50));
    assertEquals(19.9, distribution.percentile(99));
    assertEquals(10.1, distribution.value(0));
    assertEquals(19.9, distribution.value(1));
    assertArrayEquals(new double[] {10, 20}, distribution.gridValues());
  }

  @Test
  void percentile_outOfRange_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> of(1).percentile(-0.1));
    assertThrows(IllegalArgumentException.class, () -> of(1).percentile(100.1));
    assertThrows(IllegalArgumentException.class, () -> of(1).percentile(Double.NaN));
  }

  @Property
  void percentile_anySamples_isTheSortedSampleOfThatRank(
      @ForAll @NotEmpty @Size(max = 60) int @IntRange(min = -50, max = 50) [] samples,
      @ForAll @IntRange(min = 1, max = 100) int percent) {
    int[] sorted = samples.clone();
    Arrays.sort(sorted);
    int rank = (percent * samples.length + 99) / 100;

    assertEquals(sorted[rank - 1], of(samples).percentile(percent));
  }

  @Test
  void of_oneValue_isOneSample() {
    Distribution distribution = Distribution.of(-1.5);

    assertEquals(new StatisticSet(1, -1.5, -1.5, -1.5), distribution.statistics());
    assertEquals(1, distribution.size());
    assertEquals(-1.5, distribution.percentile(50));
  }

  @Test
  void merge_equalValues_addsTheirCounts() {
    Distribution merged = of(1, 2, 2).merge(of(2, 3));

    assertArrayEquals(new double[] {1, 2, 3}, merged.gridValues());
    assertArrayEquals(new double[] {1, 3, 1}, merged.counts());
    assertEquals(new StatisticSet(5, 10, 1, 3), merged.statistics());
  }

  @Property
  void merge_twoOfAny_isCommutative(
      @ForAll @NotEmpty int @IntRange(max = 30) [] left,
      @ForAll @NotEmpty int @IntRange(max = 30) [] right) {
    assertEquals(of(left).merge(of(right)), of(right).merge(of(left)));
  }

  @Property
  void merge_threeOfAny_isAssociative(
      @ForAll @NotEmpty int @IntRange(max = 30) [] a,
      @ForAll @NotEmpty int @IntRange(max = 30) [] b,
      @ForAll @NotEmpty int @IntRange(max = 30) [] c) {
    assertEquals(of(a).merge(of(b)).merge(of(c)), of(a).merge(of(b).merge(of(c))));
  }

  @Property
  void merge_upToAHundredInAnyOrder_isTheWhole(
      @ForAll @Size(min = 1, max = 100) int @IntRange(min = -1000, max = 1000) [] samples,
      @ForAll long seed) {
    List<Integer> order = new ArrayList<>(Arrays.stream(samples).boxed().toList());
    Collections.shuffle(order, new Random(seed));

    Distribution merged =
        order.stream().map(DistributionTest::of).reduce(Distribution::merge).orElseThrow();

    assertEquals(of(samples), merged);
  }

  @Test
  void merge_withAnotherType_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> of(1).merge(GaugeSamples.of(1)));
  }

  @Test
  void constructor_laterWritesToTheArrays_changeNothing() {
    double[] values = {1, 2};
    double[] counts = {1, 1};
    Distribution distribution = new Distribution(new StatisticSet(2, 3, 1, 2), values, counts);

    values[0] = 99;
    counts[0] = 99;
    distribution.gridValues()[1] = 99;
    distribution.counts()[1] = 99;

    assertEquals(of(1, 2), distribution);
  }

  @Test
  void constructor_noValues_isRefused() {
    assertRefused(new double[] {}, new double[] {});
  }

  @Test
  void constructor_lengthsThatDiffer_areRefused() {
    assertRefused(new double[] {1, 2}, new double[] {1});
  }

  @Test
  void constructor_valuesNotAscending_areRefused() {
    assertRefused(new double[] {2, 1}, new double[] {1, 1});
    assertRefused(new double[] {1, 1}, new double[] {1, 1});
    assertRefused(new double[] {0.0, -0.0}, new double[] {1, 1});
  }

  @Test
  void constructor_valuesNotFinite_areRefused() {
    assertRefused(new double[] {Double.NaN}, new double[] {1});
    assertRefused(new double[] {1, Double.NaN}, new double[] {1, 1});
    assertRefused(new double[] {Double.NEGATIVE_INFINITY, 1}, new double[] {1, 1});
    assertRefused(new double[] {1, Double.POSITIVE_INFINITY}, new double[] {1, 1});
  }

  @Test
  void constructor_countsNotAboveZero_areRefused() {
    assertRefused(new double[] {1}, new double[] {0});
    assertRefused(new double[] {1}, new double[] {-1});
    assertRefused(new double[] {1}, new double[] {Double.NaN});
    assertRefused(new double[] {1}, new double[] {Double.POSITIVE_INFINITY});
  }

  private static void assertRefused(double[] values, double[] counts) {
    StatisticSet any = new StatisticSet(2, 3, 1, 2);
    assertThrows(IllegalArgumentException.class, () -> new Distribution(any, values, counts));
  }
}
