package io.sidestat.collector.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last figures as a row of bars, each as high as it is beside the highest. Not thread-safe. */
final class Sparkline {
  private static final String BARS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";

  private final int most;
  private final Deque<Double> figures = new ArrayDeque<>();

  /** One of so many figures at most. */
  Sparkline(int most) {
    this.most = most;
  }

  /** Adds one at the right. */
  void add(double figure) {
    figures.addLast(figure);
    if (figures.size() > most) {
      figures.removeFirst();
    }
  }

  @Override
  public String toString() {
    double highest = figures.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (double figure : figures) {
      int height = highest <= 0 ? 0 : (int) Math.round(figure / highest * (BARS.length() - 1));
      text.append(BARS.charAt(height));
    }
    return text.toString();
  }
}
