package io.sidestat.collector.config;

import java.util.Locale;

/** What a collector publishes of itself while publishing is on. */
public enum SelfMetricsMode {
  /** Nothing. */
  OFF,
  /** Each metric by Environment. */
  ON,
  /** Each once more by Environment and Host: which one of many stopped. */
  HOST;

  static SelfMetricsMode parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
