package io.sidestat.collector.shape;

import io.sidestat.collector.model.Dimension;

/**
 * Makes names that CloudWatch takes of those it would refuse, so that one odd name cannot fail a
 * whole request: anything but printable ASCII becomes {@code _}, as does all that is blank and a
 * colon that starts a dimension's name; what is too long is cut. In a namespace, fewer characters
 * are allowed, and {@code AWS/} at its start becomes {@code AWS_}.
 *
 * <p>One of these is for the names of one metric, and remembers whether any had to be mended. Not
 * thread-safe.
 *
 * <p>Source of the limits: PutMetricData, MetricDatum and Dimension, CloudWatch API reference, 23
 * Nov 2026.
 */
final class NameMending {
  private static final int METRIC_NAME_CHARS_MAX = 255;
  private static final int NAMESPACE_CHARS_MAX = 255;
  private static final String NAMESPACE_PUNCTUATION = "._-/#:";
  private static final String RESERVED = "AWS/";

  private boolean mended;

  /** Whether a name so far was other than it was sent. */
  boolean mended() {
    return mended;
  }

  /** A dimension is left out, which mends the metric too. */
  void leftOut() {
    mended = true;
  }

  String metricName(String name) {
    return noted(name, printable(name, METRIC_NAME_CHARS_MAX));
  }

  String dimensionName(String name) {
    return noted(name, withoutLeadingColon(printable(name, Dimension.NAME_CHARS_MAX)));
  }

  String dimensionValue(String value) {
    return noted(value, printable(value, Dimension.VALUE_CHARS_MAX));
  }

  String namespace(String namespace) {
    StringBuilder allowed = new StringBuilder();
    for (int i = 0; i < Math.min(namespace.length(), NAMESPACE_CHARS_MAX); i++) {
      char c = namespace.charAt(i);
      boolean letterOrDigit = c < 128 && Character.isLetterOrDigit(c);
      allowed.append(letterOrDigit || NAMESPACE_PUNCTUATION.indexOf(c) >= 0 ? c : '_');
    }
    if (allowed.length() == 0) {
      allowed.append('_');
    }
    if (allowed.indexOf(RESERVED) == 0) {
      allowed.setCharAt(RESERVED.length() - 1, '_');
    }
    return noted(namespace, withoutLeadingColon(allowed.toString()));
  }

  private String noted(String sent, String fit) {
    mended |= !fit.equals(sent);
    return fit;
  }

  private static String withoutLeadingColon(String text) {
    return text.startsWith(":") ? "_" + text.substring(1) : text;
  }

  private static String printable(String text, int charsMax) {
    StringBuilder printable = new StringBuilder(text.length());
    for (int i = 0; i < Math.min(text.length(), charsMax); i++) {
      char c = text.charAt(i);
      printable.append(c >= ' ' && c <= '~' ? c : '_');
    }
    // Only now, since the cut may have left nothing but blanks.
    String result = printable.toString();
    return result.isBlank() ? "_" : result;
  }
}
