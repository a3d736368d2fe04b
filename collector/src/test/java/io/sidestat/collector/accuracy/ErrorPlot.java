package io.sidestat.collector.accuracy;

import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** Draws errors over percentiles as an SVG, both axes logarithmic. */
final class ErrorPlot {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 420;
  private static final int LEFT = 70;
  private static final int RIGHT = 170;
  private static final int TOP = 30;
  private static final int BOTTOM = 50;

  /** In percent: below the first, errors are drawn on the axis. */
  private static final double ERROR_MIN = 0.01;

  private static final double ERROR_MAX = 1_000;

  private final StringBuilder svg = new StringBuilder();
  private int series;

  ErrorPlot(String title) {
    add(
        "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 %d %d'"
            + " font-family='sans-serif' font-size='12'>",
        WIDTH, HEIGHT, WIDTH, HEIGHT);
    add("<title>%s</title>", title);
    add("<rect width='100%%' height='100%%' fill='white'/>");
    for (double error = ERROR_MIN; error <= ERROR_MAX; error *= 10) {
      add(
          "<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' stroke='#ddd'/>",
          LEFT, WIDTH - RIGHT, y(error), y(error));
      add(
          "<text x='%d' y='%.1f' text-anchor='end'>%s %%</text>",
          LEFT - 8, y(error) + 4, error < 1 ? Double.toString(error) : Long.toString((long) error));
    }
    for (double percent : new double[] {10, 50, 90, 99, 99.9}) {
      add(
          "<text x='%.1f' y='%d' text-anchor='middle'>p%s</text>",
          x(percent),
          HEIGHT - BOTTOM + 20,
          percent == 99.9 ? "99.9" : Long.toString((long) percent));
    }
    add(
        "<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' stroke='#2a7' stroke-dasharray='4 4'/>",
        LEFT, WIDTH - RIGHT, y(0.5), y(0.5));
    add("<text x='%d' y='%.1f' fill='#2a7'>0.5 %% promised</text>", WIDTH - RIGHT + 8, y(0.5) + 4);
  }

  /** A line of the error, as a share, of each percentile. */
  void draw(String name, String color, DoubleUnaryOperator errorOfPercent) {
    StringBuilder points = new StringBuilder();
    for (double nines = 0.01; nines <= 3.0001; nines += 0.01) {
      double percent = 100 * (1 - Math.pow(10, -nines));
      double error = Math.max(ERROR_MIN, errorOfPercent.applyAsDouble(percent) * 100);
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(percent), y(error)));
    }
    add(
        "<polyline fill='none' stroke='%s' stroke-width='1.5' points='%s'/>",
        color, points.toString().strip());
    int y = TOP + 10 + 18 * series++;
    add("<text x='%d' y='%d' fill='%s'>%s</text>", WIDTH - RIGHT + 8, y, color, name);
  }

  /** By the nines: p90 is 1, p99 is 2, p99.9 is 3. */
  private static double x(double percent) {
    return LEFT - Math.log10(1 - percent / 100) / 3 * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double error) {
    double share = Math.log(error / ERROR_MIN) / Math.log(ERROR_MAX / ERROR_MIN);
    return HEIGHT - BOTTOM - Math.min(1, share) * (HEIGHT - TOP - BOTTOM);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  String svg() {
    return svg + "</svg>\n";
  }
}
