package io.sidestat.collector.accuracy;

import io.sidestat.collector.model.DatumBatch;
import io.sidestat.collector.publish.SendException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * 200 collectors over three minutes, of which no two see the same: laws, medians and traffic
 * differ, and some hosts are sick. The same samples are also put through what others publish.
 */
final class FleetSimulation {
  static final int HOSTS = 200;
  static final int MINUTES = 3;

  /** What the official agent re-buckets every distribution with: each bucket 10 % wide. */
  private static final double BUCKET = Math.log(1.1);

  private final Random random = new Random(42);

  /** The samples of each host and minute, which is what a collector sees at a time. */
  private final List<double[]> batches = new ArrayList<>();

  private final ExactSamples exact;
  private final PublishedSamples published;

  FleetSimulation() throws SendException {
    Fleet fleet = new Fleet(HOSTS, 0.005);
    List<DatumBatch> requests = new ArrayList<>();
    for (int minute = 0; minute < MINUTES; minute++) {
      for (int host = 0; host < HOSTS; host++) {
        double[] samples = samples(host);
        batches.add(samples);
        for (double sample : samples) {
          fleet.send(host, sample);
        }
      }
      requests.addAll(fleet.requests());
    }
    exact = new ExactSamples(all(batches));
    published = new PublishedSamples(ThroughTheSdkTest.sent(requests));
  }

  private double[] samples(int host) {
    double median = 20 * Math.pow(1.02, host % 60) * (host % 40 == 0 ? 12 : 1);
    double[] samples = new double[100 + random.nextInt(3_000)];
    Arrays.setAll(
        samples,
        i ->
            switch (host % 4) {
              case 0 -> median * Math.exp(0.5 * random.nextGaussian());
              case 1 -> median * Math.exp(random.nextGaussian());
              case 2 -> median * Math.pow(1 - random.nextDouble(), -1 / 1.5) / 2;
              default -> median * (random.nextInt(20) == 0 ? 25 : 1) * (1 + random.nextDouble());
            });
    return samples;
  }

  private static double[] all(List<double[]> batches) {
    return batches.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  int samples() {
    return exact.count();
  }

  double exact(double percent) {
    return exact.percentile(percent);
  }

  double worstError() {
    return published.worstError(exact);
  }

  /** Of what CloudWatch answers from our values and counts. */
  double ourError(double percent) {
    return PublishedSamples.error(published.percentile(percent), exact(percent));
  }

  /** Of what it answers from the middles of 10 % wide buckets, as the official agent sends them. */
  double bucketError(double percent) {
    return PublishedSamples.error(bucketed(exact(percent)), exact(percent));
  }

  /** The middle of the bucket of a sample; buckets keep the order, and so the ranks. */
  static double bucketed(double sample) {
    return Math.exp((Math.floor(Math.log(sample) / BUCKET) + 0.5) * BUCKET);
  }

  /** Of the average of each host's and minute's own percentile, as finished percentiles read. */
  double averageError(double percent) {
    double average =
        batches.stream()
            .mapToDouble(batch -> new ExactSamples(batch).percentile(percent))
            .average()
            .orElseThrow();
    return PublishedSamples.error(average, exact(percent));
  }
}
