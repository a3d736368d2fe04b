package io.sidestat.collector.cli.doctor;

import io.sidestat.collector.model.Untrusted;
import java.util.Locale;

/**
 * What a check found. Its texts are printable and of at most {@value #CHARS_MAX} characters each,
 * whatever was put into them.
 *
 * @param check what was looked at, in a word
 * @param found with actual values
 * @param toDo empty if there is nothing to do
 * @param stopsAll whether not one metric shows up because of it
 */
public record Finding(Level level, String check, String found, String toDo, boolean stopsAll) {
  private static final int CHARS_MAX = 2_000;

  /** How bad it is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** Worth knowing, and not by itself why metrics are missing. */
    NOTE,
    /** Metrics are missing because of it. */
    WRONG,
    /** Not looked at, and why. */
    SKIPPED;

    /** As it is printed: what is wrong is to be seen at a glance. */
    public String label() {
      return this == WRONG ? "WRONG" : name().toLowerCase(Locale.ROOT);
    }
  }

  public Finding {
    found = shown(found);
    toDo = shown(toDo);
  }

  static Finding ok(String check, String found) {
    return new Finding(Level.OK, check, found, "", false);
  }

  static Finding note(String check, String found, String toDo) {
    return new Finding(Level.NOTE, check, found, toDo, false);
  }

  /** Some metrics are missing because of it. */
  static Finding wrong(String check, String found, String toDo) {
    return new Finding(Level.WRONG, check, found, toDo, false);
  }

  /** Not one metric shows up because of it. */
  static Finding stopping(String check, String found, String toDo) {
    return new Finding(Level.WRONG, check, found, toDo, true);
  }

  static Finding skipped(String check, String why) {
    return new Finding(Level.SKIPPED, check, why, "", false);
  }

  private static String shown(String text) {
    String printable = Untrusted.printable(text);
    return printable.codePointCount(0, printable.length()) > CHARS_MAX
        ? printable.substring(0, printable.offsetByCodePoints(0, CHARS_MAX)) + "..."
        : printable;
  }
}
