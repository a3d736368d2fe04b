package io.sidestat.collector.cli.doctor;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Times in words. */
final class Ago {
  private Ago() {}

  /** A length of time by its largest unit and the next: {@code 3 h 20 min}. */
  static String words(Duration length) {
    long seconds = Math.max(0, length.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7_200) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800
        ? seconds / 3_600 + " h " + seconds / 60 % 60 + " min"
        : seconds / 86_400 + " d " + seconds / 3_600 % 24 + " h";
  }

  /** The time that a text of ISO 8601 names; empty if it names none. */
  static Optional<Instant> parsed(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
