package io.sidestat.collector.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as settings are written: a whole number and a binary unit, such as {@code 512MiB}. */
final class SizeText {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})([KMGT]i?B)?");
  private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB");

  private SizeText() {}

  static long parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a size");
    }
    int unit = UNITS.indexOf(matcher.group(2) == null ? "" : matcher.group(2));
    if (unit < 0) {
      throw new RejectedValueException("the unit is one of KiB, MiB, GiB and TiB");
    }
    return Long.parseLong(matcher.group(1)) << shift(unit);
  }

  /** In the largest unit that goes into the size without a rest; sizes are whole KiB. */
  static String write(long bytes) {
    for (int unit = UNITS.size() - 1; unit > 0; unit--) {
      if (bytes % (1L << shift(unit)) == 0) {
        return (bytes >> shift(unit)) + UNITS.get(unit);
      }
    }
    return (bytes >> shift(0)) + UNITS.get(0);
  }

  private static int shift(int unit) {
    return 10 * (unit + 1);
  }
}
