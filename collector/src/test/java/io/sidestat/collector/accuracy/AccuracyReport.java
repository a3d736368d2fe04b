package io.sidestat.collector.accuracy;

import io.sidestat.collector.publish.SendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Measures the accuracy of what is published beside what others publish, and writes the tables of
 * {@code docs/accuracy.md} and its plot. Seeds are fixed, so all but the CPU time comes out the
 * same again. Run from the project's directory; {@code docs/accuracy.md} has the command.
 */
public final class AccuracyReport {
  private static final double ACCURACY = 0.005;
  private static final double[] PERCENTS = {50, 90, 95, 99, 99.9};
  private static final int SAMPLES = 10_000;
  private static final int HOSTS = 1_000;

  /** Around 250 a host: some keep them as they are, some on the grid. */
  private static final int SAMPLES_OF_ALL_HOSTS = 250_000;

  /** What the SDK wants to know before it signs a request. */
  private static final Map<String, String> AWS =
      Map.of(
          "aws.region", "ap-northeast-2",
          "aws.accessKeyId", "AKIDEXAMPLE",
          "aws.secretAccessKey", "secret");

  private AccuracyReport() {}

  /** Writes the page and the plot. */
  public static void main(String[] args) throws IOException, SendException {
    AWS.forEach(System::setProperty);
    Path page = Path.of("docs/accuracy.md");
    String text = Files.readString(page);
    FleetSimulation fleet = new FleetSimulation();
    text = replaced(text, "shapes", shapes());
    text = replaced(text, "fleet", fleet(fleet));
    text = replaced(text, "packing", packing());
    Files.writeString(page, text);
    Files.createDirectories(Path.of("docs/images"));
    Files.writeString(Path.of("docs/images/accuracy.svg"), plot(fleet));
    System.out.println("written: docs/accuracy.md, docs/images/accuracy.svg");
  }

  private static String replaced(String text, String name, String table) {
    String begin = "<!-- made: " + name + " -->\n";
    int start = text.indexOf(begin) + begin.length();
    int end = text.indexOf("<!-- end -->", start);
    return text.substring(0, start) + "\n" + table + "\n" + text.substring(end);
  }

  private static String shapes() {
    StringBuilder table =
        new StringBuilder(
            """
            | samples | worst value | p50 | p90 | p95 | p99 | p99.9 | 1000 hosts: worst value | 1000 hosts: worst percentile | values | fewest possible | 10 % buckets: worst value |
            |---|---|---|---|---|---|---|---|---|---|---|---|
            """);
    for (Shape shape : Shape.values()) {
      Random random = new Random(1);
      double[] samples = shape.samples(SAMPLES, random);
      ExactSamples exact = new ExactSamples(samples);
      PublishedSamples one = published(1, samples, random);
      double[] samplesOfAll = shape.samples(SAMPLES_OF_ALL_HOSTS, random);
      ExactSamples exactOfAll = new ExactSamples(samplesOfAll);
      PublishedSamples many = published(HOSTS, samplesOfAll, random);
      table.append(String.format(Locale.ROOT, "| %s | %s |", shape, share(one.worstError(exact))));
      for (double percent : PERCENTS) {
        table.append(' ').append(share(error(one, exact, percent))).append(" |");
      }
      requireKept(shape + ", one host", one.worstError(exact));
      requireKept(shape + ", all hosts", many.worstError(exactOfAll));
      double worstOfMany =
          Arrays.stream(PERCENTS)
              .map(percent -> error(many, exactOfAll, percent))
              .max()
              .orElseThrow();
      table.append(
          String.format(
              Locale.ROOT,
              " %s | %s | %d | %d | %s |%n",
              share(many.worstError(exactOfAll)),
              share(worstOfMany),
              one.values(),
              fewestValues(samples),
              share(worst(samples, FleetSimulation::bucketed))));
    }
    return table.toString();
  }

  /** A report of a promise that was not kept must not look like any other. */
  private static void requireKept(String what, double worstError) {
    if (worstError > ACCURACY) {
      throw new IllegalStateException("promise not kept: " + what + ", error=" + worstError);
    }
  }

  private static PublishedSamples published(int hosts, double[] samples, Random random) {
    Fleet fleet = new Fleet(hosts, ACCURACY);
    fleet.spread(samples, random);
    return new PublishedSamples(fleet.published(random));
  }

  private static double error(PublishedSamples published, ExactSamples exact, double percent) {
    return PublishedSamples.error(published.percentile(percent), exact.percentile(percent));
  }

  private static double worst(double[] samples, ToDoubleFunction<Double> scheme) {
    return Arrays.stream(samples)
        .map(sample -> PublishedSamples.error(scheme.applyAsDouble(sample), sample))
        .max()
        .orElseThrow();
  }

  /** Values that suit these very samples: each reaches as far up as the bound lets it. */
  private static int fewestValues(double[] samples) {
    TreeMap<Double, Boolean> distinct = new TreeMap<>();
    Arrays.stream(samples).forEach(sample -> distinct.put(sample, true));
    int values = 0;
    double reach = Double.NEGATIVE_INFINITY;
    for (double sample : distinct.keySet()) {
      if (sample > reach) {
        values++;
        reach = sample * (1 + ACCURACY) / (1 - ACCURACY);
      }
    }
    return values;
  }

  private static String fleet(FleetSimulation fleet) {
    StringBuilder table =
        new StringBuilder(
            """
            | | exact, ms | Sidestat | 10 % buckets | averaged percentiles | statistic sets |
            |---|---|---|---|---|---|
            """);
    for (double percent : PERCENTS) {
      table.append(
          String.format(
              Locale.ROOT,
              "| p%s | %.3f | %s | %s | %s | none |%n",
              percent == 99.9 ? "99.9" : Long.toString((long) percent),
              fleet.exact(percent),
              share(fleet.ourError(percent)),
              share(fleet.bucketError(percent)),
              share(fleet.averageError(percent))));
    }
    return table
        + String.format(
            Locale.ROOT,
            "%n%,d samples; worst error of a published value: %s.%n",
            fleet.samples(),
            share(fleet.worstError()));
  }

  private static String packing() throws SendException {
    PackingMeasurement packing = new PackingMeasurement();
    return String.format(
        Locale.ROOT,
        """
        | | |
        |---|---|
        | values | %,d |
        | datums | %,d |
        | bytes before gzip, as received | %,d |
        | requests | %d |
        | the fewest that the limits allow for these datums | %d |
        | CPU to turn the state into requests: median of five minutes | %.2f s |
        | the same, in a fresh process | %.2f s |
        """,
        packing.values(),
        packing.datums(),
        packing.bytes(),
        packing.requests(),
        packing.fewestRequests(),
        packing.medianCpuSeconds(),
        packing.firstCpuSeconds());
  }

  private static String plot(FleetSimulation fleet) {
    ErrorPlot plot = new ErrorPlot("Error of a percentile over a fleet of 200 hosts");
    plot.draw("averaged percentiles", "#c33", fleet::averageError);
    plot.draw("10 % buckets", "#c80", fleet::bucketError);
    plot.draw("Sidestat", "#2a7", fleet::ourError);
    return plot.svg();
  }

  private static String share(double error) {
    return String.format(Locale.ROOT, error >= 0.1 ? "%.0f %%" : "%.3f %%", error * 100);
  }
}
