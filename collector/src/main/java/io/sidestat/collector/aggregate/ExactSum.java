package io.sidestat.collector.aggregate;

/**
 * A sum of doubles whose error does not grow with their number: the rounding errors are added up
 * beside it. Not thread-safe.
 *
 * <p>Not final, so that what has a sum can have it within itself: the cache then fetches both at
 * once.
 *
 * <p>Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen",
 * ZAMM 54 (1974): the error is at most about one rounding of the result plus n^2 eps^2 of the sum
 * of magnitudes.
 */
sealed class ExactSum permits Totals {
  private double sum;
  private double lost;

  final void addExactly(double value) {
    double next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }

  final double exactSum() {
    return sum + lost;
  }
}
