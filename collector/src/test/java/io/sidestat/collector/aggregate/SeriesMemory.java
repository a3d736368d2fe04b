package io.sidestat.collector.aggregate;

import io.sidestat.collector.config.SeriesConfig;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.protocol.DatagramParser;
import io.sidestat.collector.shape.Shaper;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * How much heap 10,000 timer series take, by how many samples an interval brings each of them and
 * how widely they spread. Prints a table.
 */
public final class SeriesMemory {
  private static final int SERIES = 10_000;

  private SeriesMemory() {}

  /** Prints the table. */
  public static void main(String[] args) {
    System.out.println(
        "| samples a series | spread (sigma of the logarithm) | MB for 10,000 series |");
    System.out.println("|---|---|---|");
    for (double sigma : new double[] {0.8, 2.5}) {
      for (int samples : new int[] {1, 10, 100, 150, 1_000}) {
        System.out.printf(
            Locale.ROOT, "| %,d | %.1f | %.0f |%n", samples, sigma, megabytes(samples, sigma));
      }
    }
  }

  private static double megabytes(int samples, double sigma) {
    Random random = new Random(1);
    long before = usedBytes();
    LedgerBook book = new LedgerBook();
    Aggregator aggregator =
        new Aggregator(
            new Shaper("Test", Map.of("Environment", "production")),
            Grid.within(0.005),
            new SeriesConfig(SERIES, SERIES),
            book,
            random.nextLong());
    DatagramParser parser = new DatagramParser(aggregator, book);
    for (int i = 0; i < samples; i++) {
      for (int series = 0; series < SERIES; series++) {
        byte[] line =
            String.format(
                    Locale.ROOT,
                    "ResponseTime:%.3f|ms|#Endpoint:/api/%d",
                    Math.exp(4 + sigma * random.nextGaussian()),
                    series)
                .getBytes(StandardCharsets.UTF_8);
        parser.parse(line, 0, line.length);
      }
    }
    long used = usedBytes() - before;
    if (aggregator.liveSeries() != SERIES) {
      throw new IllegalStateException("series=" + aggregator.liveSeries());
    }
    return used / 1e6;
  }

  private static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
