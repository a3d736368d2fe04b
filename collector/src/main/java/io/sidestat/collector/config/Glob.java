package io.sidestat.collector.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern for whole names: {@code *} is any run of characters within one dot-separated part,
 * {@code **} any run at all, either may be empty, and everything else is itself. Parsed here,
 * matched in {@code shape}. Immutable.
 *
 * @param text as it was written
 * @param pieces what it is made of, in order; no two literals, and no two wildcards, side by side
 */
public record Glob(String text, List<Piece> pieces) {
  /** No name or value that is matched is longer. */
  static final int CHARS_MAX = 1024;

  /** A stretch of a pattern. */
  public sealed interface Piece permits Literal, Wildcard {}

  /** Text that stands for itself. */
  public record Literal(String text) implements Piece {}

  /** A stretch that takes other people's text, and captures it. */
  public enum Wildcard implements Piece {
    /** Anything but a dot. */
    WITHIN_PART,
    /** Anything. */
    ANY
  }

  /** Copies the pieces. */
  public Glob {
    pieces = List.copyOf(pieces);
  }

  /**
   * Reads a pattern for StatsD names. What looks like a regular expression or like another tool's
   * wildcards is refused, since it would match nothing and nobody would be told.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static Glob ofName(String text) {
    if (text.chars().anyMatch(c -> "?[]{}()\\^$".indexOf(c) >= 0)) {
      throw new RejectedValueException(
          "* and ** are the only wildcards; for a name with one of ?[]{}()\\^$ in it, write * there");
    }
    if (text.chars().anyMatch(c -> c == ':' || c == '|')) {
      throw new RejectedValueException("a StatsD name holds no : and no |");
    }
    return parse(text, Wildcard.WITHIN_PART);
  }

  /**
   * Reads a pattern for tags' names or values, where a dot is a character as any other: {@code *}
   * is {@code **}.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static Glob ofTag(String text) {
    return parse(text, Wildcard.ANY);
  }

  /** How many stretches a match captures. */
  public int captures() {
    return (int) pieces.stream().filter(Wildcard.class::isInstance).count();
  }

  private static Glob parse(String text, Wildcard oneStar) {
    if (text.isEmpty()) {
      throw new RejectedValueException("it is empty");
    }
    if (text.length() > CHARS_MAX) {
      throw new RejectedValueException("it has more than " + CHARS_MAX + " characters");
    }
    if (text.contains("***")) {
      throw new RejectedValueException("three stars in a row mean nothing");
    }
    List<Piece> pieces = new ArrayList<>();
    int position = 0;
    while (position < text.length()) {
      int star = text.indexOf('*', position);
      int end = star < 0 ? text.length() : star;
      if (end > position) {
        pieces.add(new Literal(text.substring(position, end)));
      }
      position = end;
      if (star >= 0) {
        boolean two = text.startsWith("**", star);
        pieces.add(two ? Wildcard.ANY : oneStar);
        position = star + (two ? 2 : 1);
      }
    }
    return new Glob(text, pieces);
  }

  /** The pattern as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
