package io.sidestat.collector.accuracy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sidestat.collector.cloudwatch.HeldMetric;
import io.sidestat.collector.model.StatisticSet;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The promise: whatever the samples, and over however many hosts they came, each value that
 * CloudWatch holds, and each percentile and trimmed mean of them, is within the accuracy of the
 * exact one; and count, sum, smallest and largest are exact.
 */
class PublishedAccuracyTest {
  private static final double ACCURACY = 0.005;

  private static final double[] FRACTIONS = {0.1, 0.5, 2.5, 99.5, 99.9, 99.99};

  /** p0 to p100, and what lies between them at the ends. */
  private static double[] percents() {
    double[] percents = Arrays.copyOf(FRACTIONS, FRACTIONS.length + 101);
    for (int i = 0; i <= 100; i++) {
      percents[FRACTIONS.length + i] = i;
    }
    return percents;
  }

  static void assertKept(HeldMetric metric, double[] samples, double accuracy) {
    ExactSamples exact = new ExactSamples(samples);
    PublishedSamples published = new PublishedSamples(metric);
    assertEquals(exact.count(), published.samples());
    assertWithin(accuracy, published.worstError(exact), "worst value");
    for (double percent : percents()) {
      double error =
          PublishedSamples.error(published.percentile(percent), exact.percentile(percent));
      assertWithin(accuracy, error, "p" + percent);
    }
    for (double percent : new double[] {10, 50, 90, 99, 100}) {
      long rank = Math.max(1, (long) (percent / 100 * exact.count()));
      double error = PublishedSamples.error(published.meanUpToRank(rank), exact.meanUpToRank(rank));
      assertWithin(accuracy + 1e-12, error, "tm" + percent);
    }
    StatisticSet statistics = metric.statistics();
    assertEquals(exact.count(), statistics.count());
    assertEquals(exact.sum(), statistics.sum(), Math.abs(exact.sum()) * 1e-13);
    assertEquals(exact.min(), statistics.min());
    assertEquals(exact.max(), statistics.max());
    assertTrue(published.percentile(0) >= exact.min());
    assertTrue(published.percentile(100) <= exact.max());
  }

  private static void assertWithin(double accuracy, double error, String what) {
    assertTrue(error <= accuracy, () -> what + " is off by " + error);
  }

  @Property(tries = 150)
  void oneHost_anyShapeAndNumberOfSamples_keepsThePromise(
      @ForAll Shape shape, @ForAll @IntRange(min = 1, max = 3_000) int count, @ForAll long seed) {
    Random random = new Random(seed);
    double[] samples = shape.samples(count, random);
    Fleet fleet = new Fleet(1, ACCURACY);
    fleet.spread(samples, random);

    assertKept(fleet.published(random), samples, ACCURACY);
  }

  @Property(tries = 60)
  void oneHost_anyAccuracy_keepsIt(
      @ForAll Shape shape, @ForAll @IntRange(min = 10, max = 500) int tenThousandths) {
    double accuracy = tenThousandths / 10_000.0;
    Random random = new Random(tenThousandths);
    double[] samples = shape.samples(1_000, random);
    Fleet fleet = new Fleet(1, accuracy);
    fleet.spread(samples, random);

    assertKept(fleet.published(random), samples, accuracy);
  }

  @Property(tries = 60)
  void merge_ofUpToAThousandHostsInRandomOrder_keepsThePromise(
      @ForAll Shape shape, @ForAll @IntRange(min = 2, max = 1_000) int hosts, @ForAll long seed) {
    Random random = new Random(seed);
    double[] samples = shape.samples(5_000, random);
    Fleet fleet = new Fleet(hosts, ACCURACY);
    fleet.spread(samples, random);

    assertKept(fleet.published(random), samples, ACCURACY);
  }

  @ParameterizedTest
  @EnumSource
  void merge_ofAThousandHosts_keepsThePromise(Shape shape) {
    Random random = new Random(7);
    double[] samples = shape.samples(20_000, random);
    Fleet fleet = new Fleet(1_000, ACCURACY);
    fleet.spread(samples, random);

    assertKept(fleet.published(random), samples, ACCURACY);
  }

  @ParameterizedTest
  @EnumSource
  void oneHost_atMost150DifferentValues_isExact(Shape shape) {
    Random random = new Random(3);
    double[] different = shape.samples(150, random);
    double[] samples = new double[2_000];
    Arrays.setAll(samples, i -> different[i % 150]);
    Fleet fleet = new Fleet(1, ACCURACY);
    fleet.spread(samples, random);

    assertKept(fleet.published(random), samples, 0);
  }
}
