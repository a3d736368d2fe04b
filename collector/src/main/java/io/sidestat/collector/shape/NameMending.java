package io.sidestat.collector.shape;

import io.sidestat.collector.model.Dimension;

/**
 * Makes names that CloudWatch takes of those it would refuse, so that one odd name cannot fail a
 * whole request: anything but printable ASCII becomes {@code _}, as does all that is blank and a
 * colon that starts a dimension's name; what is too long is cut.
 *
 * <p>Source of the limits: MetricDatum and Dimension, CloudWatch API reference, 23 Nov 2026.
 */
final class NameMending {
  private static final int METRIC_NAME_CHARS_MAX = 255;

  private NameMending() {}

  static String metricName(String name) {
    return printable(name, METRIC_NAME_CHARS_MAX);
  }

  static String dimensionName(String name) {
    String mended = printable(name, Dimension.NAME_CHARS_MAX);
    return mended.startsWith(":") ? "_" + mended.substring(1) : mended;
  }

  static String dimensionValue(String value) {
    return printable(value, Dimension.VALUE_CHARS_MAX);
  }

  private static String printable(String text, int charsMax) {
    StringBuilder mended = new StringBuilder(text.length());
    for (int i = 0; i < Math.min(text.length(), charsMax); i++) {
      char c = text.charAt(i);
      mended.append(c >= ' ' && c <= '~' ? c : '_');
    }
    // Only now, since the cut may have left nothing but blanks.
    String printable = mended.toString();
    return printable.isBlank() ? "_" : printable;
  }
}
