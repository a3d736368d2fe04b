package io.sidestat.collector.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sidestat.collector.model.StatisticSet;
import java.util.Arrays;

/** Every sample sent, to hold what is answered against. Not thread-safe. */
final class Truth {
  private double[] samples = new double[1024];
  private int count;

  void add(double sample) {
    if (count == samples.length) {
      samples = Arrays.copyOf(samples, count * 2);
    }
    samples[count++] = sample;
  }

  int count() {
    return count;
  }

  /** The exact percentile by nearest rank. */
  double percentile(double percent) {
    double[] sorted = Arrays.copyOf(samples, count);
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(percent / 100 * count) - 1)];
  }

  /** Count, smallest and largest to the last digit; the sum but for the order of adding. */
  void assertStatistics(StatisticSet found) {
    double sum = Arrays.stream(samples, 0, count).sum();
    assertEquals(count, found.count(), "SampleCount");
    assertEquals(sum, found.sum(), Math.abs(sum) * 1e-12, "Sum");
    assertEquals(Arrays.stream(samples, 0, count).min().orElseThrow(), found.min(), "Minimum");
    assertEquals(Arrays.stream(samples, 0, count).max().orElseThrow(), found.max(), "Maximum");
  }

  /** The percentile within the default accuracy, 0.5 %. */
  void assertPercentile(double percent, double found) {
    double exact = percentile(percent);
    assertEquals(exact, found, exact * 0.005, "p" + percent);
  }
}
