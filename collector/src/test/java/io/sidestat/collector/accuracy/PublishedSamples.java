package io.sidestat.collector.accuracy;

import io.sidestat.collector.cloudwatch.HeldMetric;
import io.sidestat.collector.cloudwatch.ReceivedDatum;
import java.util.Map;
import java.util.TreeMap;

/**
 * The values and counts that CloudWatch holds of a metric, and how far they are from the samples
 * that they stand for. Counts are whole here: no sample has a rate.
 */
final class PublishedSamples {
  private final TreeMap<Double, Long> counts = new TreeMap<>();

  PublishedSamples(HeldMetric metric) {
    for (ReceivedDatum datum : metric.datums()) {
      for (int i = 0; i < datum.values().length; i++) {
        counts.merge(datum.values()[i], (long) datum.counts()[i], Long::sum);
      }
    }
  }

  int values() {
    return counts.size();
  }

  long samples() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  double percentile(double percent) {
    long rank = Math.max(1, (long) Math.ceil(percent / 100 * samples() * (1 - 1e-9)));
    long seen = 0;
    for (Map.Entry<Double, Long> value : counts.entrySet()) {
      seen += value.getValue();
      if (seen >= rank) {
        return value.getKey();
      }
    }
    throw new AssertionError("no samples");
  }

  /** The mean of the lowest samples up to that rank: CloudWatch's TM(0%:...). */
  double meanUpToRank(long rank) {
    double sum = 0;
    long left = rank;
    for (Map.Entry<Double, Long> value : counts.entrySet()) {
      long taken = Math.min(left, value.getValue());
      sum += value.getKey() * taken;
      left -= taken;
    }
    return sum / rank;
  }

  /** The largest relative error of a value to any of the samples that it stands for, by rank. */
  double worstError(ExactSamples exact) {
    double worst = 0;
    long rank = 0;
    for (Map.Entry<Double, Long> value : counts.entrySet()) {
      worst = Math.max(worst, error(value.getKey(), exact.atRank(rank + 1)));
      rank += value.getValue();
      worst = Math.max(worst, error(value.getKey(), exact.atRank(rank)));
    }
    return worst;
  }

  /** How far a number is from the exact one, relative to that. */
  static double error(double number, double exact) {
    return number == exact ? 0 : Math.abs(number - exact) / Math.abs(exact);
  }
}
