package io.sidestat.collector.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as settings are written: a whole number and one unit, such as {@code 30m}. */
public final class DurationText {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})([smhd]?)");

  private DurationText() {}

  public static Duration parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a duration");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      case "d" -> Duration.ofDays(count);
      default -> throw new RejectedValueException("the unit is missing: s, m, h or d");
    };
  }

  /** In the largest unit of which there are at least two: 60s, 90s, 30m, 24h, 7d. */
  public static String write(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds % 86_400 == 0 && seconds >= 2 * 86_400) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0 && seconds >= 2 * 3_600) {
      return seconds / 3_600 + "h";
    }
    if (seconds % 60 == 0 && seconds >= 2 * 60) {
      return seconds / 60 + "m";
    }
    return seconds + "s";
  }
}
