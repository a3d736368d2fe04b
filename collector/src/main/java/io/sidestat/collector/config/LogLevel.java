package io.sidestat.collector.config;

import java.util.Locale;

/** How much the log says. */
public enum LogLevel {
  /** Also each interval journaled and each request sent. */
  DEBUG,
  /** The start, the end, and every change of state. */
  INFO,
  /** What went wrong or may not be meant. */
  WARN,
  /** What is lost or set aside. */
  ERROR;

  static LogLevel parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
