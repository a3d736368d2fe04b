package io.sidestat.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes around a value in the lines of one metric: {@code name:} before it and {@code
 * |ms|#key:value} behind it. Immutable.
 */
final class Series {

  private static final byte[] NOTHING = {};

  /** Stands for a name or tags that can not be written; every sample of it is dropped. */
  static final Series INVALID = new Series(NOTHING, NOTHING, false);

  private final byte[] head;
  private final byte[] tail;
  private final boolean ordered;
  private final int samples;
  private final boolean packs;
  private final @Nullable Lane lane;

  private Series(byte[] head, byte[] tail, boolean ordered) {
    this(head, tail, ordered, 1, false, null);
  }

  private Series(
      byte[] head, byte[] tail, boolean ordered, int samples, boolean packs, @Nullable Lane lane) {
    this.head = head;
    this.tail = tail;
    this.ordered = ordered;
    this.samples = samples;
    this.packs = packs;
    this.lane = lane;
  }

  /** A metric whose samples may be sent in any order: they are added up. */
  static Series unordered(String head, String tail) {
    return new Series(utf8(head), utf8(tail), false);
  }

  /** A metric of the client's own, whose lines are no samples of the application. */
  static Series own(String head, String tail) {
    return new Series(utf8(head), utf8(tail), false, 0, false, null);
  }

  /** A metric of which the last sample wins. */
  static Series ordered(String head, String tail) {
    return new Series(utf8(head), utf8(tail), true);
  }

  /** The same metric with its value behind a plus sign, which makes it a change of a gauge. */
  Series raising() {
    return isValid() ? new Series(joined(head, utf8("+")), tail, ordered) : this;
  }

  /**
   * The same metric with a line before that sets it to 0. A negative value alone would read as a
   * change; in one piece with its reset, no other line can come between the two.
   */
  Series fromZero() {
    return isValid()
        ? new Series(joined(head, utf8("0"), tail, utf8("\n"), head), tail, ordered)
        : this;
  }

  /** The same metric whose lines say that they stand for more samples than one. */
  Series sampledAt(double rate) {
    if (!isValid()) {
      return this;
    }
    int behindType = 1;
    while (behindType < tail.length && tail[behindType] != '|') {
      behindType++;
    }
    byte[] type = Arrays.copyOf(tail, behindType);
    byte[] rest = Arrays.copyOfRange(tail, behindType, tail.length);
    byte[] sampled = joined(type, utf8("|@" + Decimal.text(rate)), rest);
    return new Series(head, sampled, ordered, samples, packs, lane);
  }

  boolean isValid() {
    return this != INVALID;
  }

  /** How many samples of the application a line is: 1, or 0 of the client's own metrics. */
  int samples() {
    return samples;
  }

  /**
   * The same metric whose lines take several values.
   *
   * @param lane its own, or null if it shares the others'
   */
  Series packed(@Nullable Lane lane) {
    return isValid() ? new Series(head, tail, ordered, samples, true, lane) : this;
  }

  /** The lane that only this metric fills, if it has one. */
  @Nullable Lane lane() {
    return lane;
  }

  /** Whether a value may go into the line of the one before. */
  boolean packs() {
    return packs;
  }

  boolean isOrdered() {
    return ordered;
  }

  /** The bytes of a line: with a text for its value, or else with a {@link Decimal}. */
  int lineBytes(byte @Nullable [] text, long unscaled, int decimals) {
    int value = text == null ? Decimal.bytes(unscaled, decimals) : text.length;
    return head.length + value + tail.length;
  }

  /** Writes a line of {@code lineBytes}, which {@link #lineBytes} told. */
  void write(
      byte[] to, int start, int lineBytes, byte @Nullable [] text, long unscaled, int decimals) {
    System.arraycopy(head, 0, to, start, head.length);
    int tailStart = start + lineBytes - tail.length;
    if (text == null) {
      Decimal.write(to, tailStart, unscaled, decimals);
    } else {
      System.arraycopy(text, 0, to, start + head.length, text.length);
    }
    System.arraycopy(tail, 0, to, tailStart, tail.length);
  }

  /** The bytes of the value alone in a line of so many. */
  int valueBytes(int lineBytes) {
    return lineBytes - head.length - tail.length;
  }

  /**
   * Writes one more value into a line of this series.
   *
   * @param end of the line
   * @param lineBytes of a line with the new value alone
   * @return the line's new end
   */
  int writeBehind(
      byte[] to, int end, int lineBytes, byte @Nullable [] text, long unscaled, int decimals) {
    int start = end - tail.length;
    int tailStart = start + 1 + valueBytes(lineBytes);
    to[start] = ':';
    if (text == null) {
      Decimal.write(to, tailStart, unscaled, decimals);
    } else {
      System.arraycopy(text, 0, to, start + 1, text.length);
    }
    System.arraycopy(tail, 0, to, tailStart, tail.length);
    return tailStart + tail.length;
  }

  /** A line without its value, for messages. */
  @Override
  public String toString() {
    return new String(head, StandardCharsets.UTF_8) + new String(tail, StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[]... parts) {
    int bytes = 0;
    for (byte[] part : parts) {
      bytes += part.length;
    }
    byte[] whole = new byte[bytes];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }
}
