package io.sidestat.collector.config;

import java.util.Locale;

/** Switches as settings are written; the same words in files, environment and flags. */
final class SwitchText {
  private SwitchText() {}

  static boolean parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "1" -> true;
      case "false", "no", "off", "0" -> false;
      default -> throw new IllegalArgumentException("not a switch");
    };
  }
}
