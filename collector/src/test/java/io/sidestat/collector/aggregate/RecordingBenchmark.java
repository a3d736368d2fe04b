package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Grid;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.HistogramIterationValue;
import org.HdrHistogram.IntCountsHistogram;
import org.HdrHistogram.PackedHistogram;

/**
 * What keeping samples costs: nanoseconds a sample, bytes a series, values to be sent, and the
 * largest error of one; ours beside HdrHistogram's classes, on the same log-normal latencies.
 * Prints a Markdown table; times are the median of five rounds after one to warm up.
 *
 * <p>Run: see {@code docs/decisions/0003-a-grid-that-fits-the-bound.md}.
 */
public final class RecordingBenchmark {
  private static final int SAMPLES = 10_000_000;
  private static final int ROUNDS = 5;
  private static final int DRAWN = 1 << 20;
  private static final int SERIES_MANY = 10_000;
  private static final int SAMPLES_OF_A_MINUTE = 10_000;

  /** To HdrHistogram's whole numbers: 2^21 to a millisecond, the finest the window allows. */
  private static final double SCALE = 1 << 21;

  private final double[] latencies = new double[DRAWN];

  private RecordingBenchmark() {
    SplittableRandom random = new SplittableRandom(1);
    Arrays.setAll(latencies, i -> 50 * Math.exp(0.8 * random.nextGaussian()));
  }

  /** One way of keeping a series' samples. */
  private interface Store {
    void record(double milliseconds);

    /** The values that are to be sent. */
    Set<Double> values();
  }

  /** A histogram and, as in ours, the exact count, sum, smallest and largest. */
  private record Hdr(AbstractHistogram histogram, Totals totals) implements Store {
    Hdr(AbstractHistogram histogram) {
      this(histogram, new Totals(1));
    }

    @Override
    public void record(double milliseconds) {
      totals.count(milliseconds);
      histogram.recordValue((long) (milliseconds * SCALE));
    }

    @Override
    public Set<Double> values() {
      Set<Double> values = new HashSet<>();
      for (HistogramIterationValue cell : histogram.recordedValues()) {
        values.add(histogram.medianEquivalentValue(cell.getValueIteratedTo()) / SCALE);
      }
      return values;
    }
  }

  private record Ours(TimerAccumulator timer) implements Store {
    @Override
    public void record(double milliseconds) {
      timer.add(milliseconds, 1);
    }

    @Override
    public Set<Double> values() {
      Set<Double> values = new HashSet<>();
      Arrays.stream(timer.toValue().gridValues()).forEach(values::add);
      return values;
    }
  }

  private static AbstractHistogram growing(int digits) {
    IntCountsHistogram histogram = new IntCountsHistogram(digits);
    histogram.setAutoResize(true);
    return histogram;
  }

  private record Way(String name, Supplier<Store> make) {}

  /** Prints the table. */
  public static void main(String[] args) {
    Grid half = Grid.within(0.005);
    Grid tenth = Grid.within(0.001);
    List<Way> ways =
        List.of(
            new Way("ours, 0.5 %", () -> new Ours(new TimerAccumulator(half))),
            new Way("ours, 0.1 %", () -> new Ours(new TimerAccumulator(tenth))),
            new Way("`IntCountsHistogram`, 2 digits", () -> new Hdr(growing(2))),
            new Way("`IntCountsHistogram`, 3 digits", () -> new Hdr(growing(3))),
            new Way("`PackedHistogram`, 2 digits", () -> new Hdr(new PackedHistogram(2))));
    RecordingBenchmark benchmark = new RecordingBenchmark();
    System.out.println(
        "| | ns a sample: 1 series | 100 series | 10,000 series | bytes a series | values | worst"
            + " error |\n|---|---|---|---|---|---|---|");
    double[] one = benchmark.nanos(ways, 1);
    double[] hundred = benchmark.nanos(ways, 100);
    double[] many = benchmark.nanos(ways, SERIES_MANY);
    for (int i = 0; i < ways.size(); i++) {
      Way way = ways.get(i);
      System.out.printf(
          Locale.ROOT,
          "| %s | %.1f | %.1f | %.0f | %,d | %d | %.3f %% |%n",
          way.name(),
          one[i],
          hundred[i],
          many[i],
          benchmark.bytes(way),
          benchmark.values(way),
          benchmark.worstError(way) * 100);
    }
  }

  /** In each round all ways take turns, so that what else the machine does meets all of them. */
  private double[] nanos(List<Way> ways, int series) {
    double[][] nanos = new double[ways.size()][ROUNDS];
    for (int round = -1; round < ROUNDS; round++) {
      int[] order = new SplittableRandom(round).ints(DRAWN, 0, series).toArray();
      for (int way = 0; way < ways.size(); way++) {
        double taken = nanos(ways.get(way), series, order);
        if (round >= 0) {
          nanos[way][round] = taken;
        }
      }
    }
    return Arrays.stream(nanos).mapToDouble(rounds -> median(rounds)).toArray();
  }

  private double nanos(Way way, int series, int[] order) {
    Store[] stores = new Store[series];
    Arrays.setAll(stores, i -> way.make().get());
    long start = System.nanoTime();
    for (int i = 0; i < SAMPLES; i++) {
      stores[order[i & (DRAWN - 1)]].record(latencies[(i * 7) & (DRAWN - 1)]);
    }
    return (System.nanoTime() - start) / (double) SAMPLES;
  }

  private static double median(double[] numbers) {
    Arrays.sort(numbers);
    return numbers[numbers.length / 2];
  }

  /** Of 10,000 series with 1000 samples each, as the heap has them. */
  private long bytes(Way way) {
    Store[] stores = new Store[SERIES_MANY];
    long before = heapBytes();
    Arrays.setAll(stores, i -> way.make().get());
    for (int i = 0; i < SAMPLES; i++) {
      stores[i % SERIES_MANY].record(latencies[(i * 7) & (DRAWN - 1)]);
    }
    long bytes = heapBytes() - before;
    return bytes / stores.length;
  }

  private static long heapBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private Store ofAMinute(Way way) {
    Store store = way.make().get();
    for (int i = 0; i < SAMPLES_OF_A_MINUTE; i++) {
      store.record(latencies[i]);
    }
    return store;
  }

  private int values(Way way) {
    return ofAMinute(way).values().size();
  }

  private double worstError(Way way) {
    double[] values = ofAMinute(way).values().stream().mapToDouble(v -> v).sorted().toArray();
    double worst = 0;
    for (int i = 0; i < SAMPLES_OF_A_MINUTE; i++) {
      double nearest = Double.POSITIVE_INFINITY;
      int at = Math.abs(Arrays.binarySearch(values, latencies[i]) + 1);
      for (int j = Math.max(0, at - 1); j <= Math.min(at, values.length - 1); j++) {
        nearest = Math.min(nearest, Math.abs(values[j] - latencies[i]) / latencies[i]);
      }
      worst = Math.max(worst, nearest);
    }
    return worst;
  }
}
