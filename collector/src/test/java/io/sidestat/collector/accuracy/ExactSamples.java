package io.sidestat.collector.accuracy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/** All samples themselves, and statistics of them that nothing was rounded for. */
final class ExactSamples {
  private final double[] sorted;

  ExactSamples(double[] samples) {
    sorted = samples.clone();
    Arrays.sort(sorted);
  }

  int count() {
    return sorted.length;
  }

  /** The sample of that rank, from 1. */
  double atRank(long rank) {
    return sorted[Math.toIntExact(rank - 1)];
  }

  double min() {
    return sorted[0];
  }

  double max() {
    return sorted[sorted.length - 1];
  }

  /** By nearest rank; 0 is the smallest. */
  double percentile(double percent) {
    BigDecimal rank =
        BigDecimal.valueOf(percent).multiply(BigDecimal.valueOf(count())).movePointLeft(2);
    return atRank(Math.max(1, rank.setScale(0, RoundingMode.CEILING).longValueExact()));
  }

  double sum() {
    BigDecimal sum = BigDecimal.ZERO;
    for (double sample : sorted) {
      sum = sum.add(new BigDecimal(sample));
    }
    return sum.doubleValue();
  }

  /** The mean of the lowest samples up to that rank. */
  double meanUpToRank(long rank) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < rank; i++) {
      sum = sum.add(new BigDecimal(sorted[i]));
    }
    return sum.doubleValue() / rank;
  }
}
