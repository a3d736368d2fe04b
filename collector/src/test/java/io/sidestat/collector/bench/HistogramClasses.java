package io.sidestat.collector.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.IntCountsHistogram;
import org.HdrHistogram.PackedHistogram;

/**
 * What each of HdrHistogram's classes costs a recorded sample in time and a series in memory, at 2
 * digits over a window of 2^40. Prints a table: the median of five rounds each, after one to warm
 * up.
 *
 * <p>Run: {@code java -cp collector/target/sidestat.jar
 * collector/src/test/java/io/sidestat/collector/bench/HistogramClasses.java}
 */
public final class HistogramClasses {
  private static final int SAMPLES = 10_000_000;
  private static final int ROUNDS = 5;
  private static final int DRAWN = 1 << 20;
  private static final long LARGEST = 1L << 47;
  private static final int DIGITS = 2;

  private HistogramClasses() {}

  /** Prints the table. */
  public static void main(String[] args) {
    long[] values = new long[DRAWN];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < DRAWN; i++) {
      // Log-normal latencies around 50 ms, in the units of the window, 2^21 to a millisecond.
      values[i] = (long) (50 * Math.exp(0.8 * random.nextGaussian()) * (1 << 21));
    }
    System.out.println("class    series  ns/record  bytes/series");
    for (int series : new int[] {1, 100, 10_000}) {
      print("fixed", series, values, () -> new IntCountsHistogram(LARGEST, DIGITS));
      print("growing", series, values, HistogramClasses::growing);
      print("packed", series, values, () -> new PackedHistogram(LARGEST, DIGITS));
    }
  }

  private static AbstractHistogram growing() {
    IntCountsHistogram histogram = new IntCountsHistogram(DIGITS);
    histogram.setAutoResize(true);
    return histogram;
  }

  private static void print(
      String name, int series, long[] values, Supplier<AbstractHistogram> make) {
    double[] nanos = new double[ROUNDS];
    long bytes = 0;
    for (int round = -1; round < ROUNDS; round++) {
      AbstractHistogram[] histograms = new AbstractHistogram[series];
      Arrays.setAll(histograms, i -> make.get());
      SplittableRandom random = new SplittableRandom(round);
      int[] order = random.ints(DRAWN, 0, series).toArray();
      long start = System.nanoTime();
      for (int i = 0; i < SAMPLES; i++) {
        histograms[order[i & (DRAWN - 1)]].recordValue(values[(i * 7) & (DRAWN - 1)]);
      }
      if (round >= 0) {
        nanos[round] = (System.nanoTime() - start) / (double) SAMPLES;
      }
      bytes = 0;
      for (AbstractHistogram histogram : histograms) {
        bytes += histogram.getEstimatedFootprintInBytes();
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT, "%-7s  %6d  %9.1f  %12d%n", name, series, nanos[ROUNDS / 2], bytes / series);
  }
}
