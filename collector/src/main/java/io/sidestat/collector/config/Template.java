package io.sidestat.collector.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with places for what a {@link Glob} captured: {@code $1} or {@code ${1}} is its first
 * wildcard's, {@code $0} the whole name, {@code $$} a dollar sign. Immutable.
 *
 * @param parts what it is made of, in order
 */
public record Template(List<Part> parts) {
  /** The longest thing that is made of one is a dimension's value. */
  static final int CHARS_MAX = 1024;

  private static final Pattern PLACE = Pattern.compile("\\$(?:(\\$)|(\\d{1,4})|\\{(\\d{1,4})\\})");

  /** A stretch of a template. */
  public sealed interface Part permits Literal, Capture {}

  /** Text that stands for itself. */
  public record Literal(String text) implements Part {}

  /**
   * A place for a capture.
   *
   * @param number from 1 in the order of the pattern's wildcards; 0 is the whole name
   */
  public record Capture(int number) implements Part {}

  /** Copies the parts. */
  public Template {
    parts = List.copyOf(parts);
  }

  /**
   * Reads a template.
   *
   * @param captures how many there are to be had, besides the whole name
   * @throws IllegalArgumentException if the text is none, or asks for more captures
   */
  static Template parse(String text, int captures) {
    if (text.length() > CHARS_MAX) {
      throw new RejectedValueException("it has more than " + CHARS_MAX + " characters");
    }
    List<Part> parts = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int position = 0;
    Matcher place = PLACE.matcher(text);
    while (position < text.length()) {
      if (text.charAt(position) != '$') {
        literal.append(text.charAt(position));
        position++;
        continue;
      }
      if (!place.region(position, text.length()).lookingAt()) {
        throw new RejectedValueException(
            "after a $ comes the number of a wildcard, as in $1 or ${1}; $$ is a dollar sign");
      }
      position = place.end();
      if (place.group(1) != null) {
        literal.append('$');
      } else {
        addLiteral(parts, literal);
        parts.add(capture(place.group(2) != null ? place.group(2) : place.group(3), captures));
      }
    }
    addLiteral(parts, literal);
    return new Template(parts);
  }

  private static Capture capture(String digits, int captures) {
    int number = Integer.parseInt(digits);
    if (number > captures) {
      throw new RejectedValueException(
          "there is no $"
              + number
              + ": match has "
              + (captures == 1 ? "1 wildcard" : captures + " wildcards"));
    }
    return new Capture(number);
  }

  private static void addLiteral(List<Part> parts, StringBuilder literal) {
    if (literal.length() > 0) {
      parts.add(new Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  /** The shortest text that can be expected of it: an x in every place. */
  String example() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append(part instanceof Literal literal ? literal.text() : "x");
    }
    return text.toString();
  }

  /**
   * The text for one name.
   *
   * @param captured the whole name, then what each wildcard took
   */
  public String fill(List<String> captured) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Literal literal) {
        text.append(literal.text());
      } else if (part instanceof Capture capture) {
        text.append(captured.get(capture.number()));
      }
    }
    return text.toString();
  }
}
