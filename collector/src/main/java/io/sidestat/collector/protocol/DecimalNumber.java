package io.sidestat.collector.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads a decimal number, {@code [+-]digits[.digits][e[+-]digits]}, from bytes.
 *
 * <p>Answers the nearest double, as Java does, for up to 18 significant digits. Digits past the
 * 18th only scale, which may put the answer off by one unit in the last place.
 */
final class DecimalNumber {
  /** Answered for what is no number; no number that is read is NaN. */
  static final double NONE = Double.NaN;

  /** Powers of ten, and whole numbers, up to which doubles are exact. */
  private static final int EXACT_POWER_MAX = 22;

  private static final long EXACT_WHOLE_MAX = 1L << 53;
  private static final int DIGITS_MAX = 18;

  /** More than the digits of any datagram could make up for. */
  private static final int EXPONENT_MAX = 99_999;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long LOW_BITS = 0x7F * EACH_BYTE;
  private static final long SPREAD_BYTES = 0x0000_00FF_0000_00FFL;
  private static final long ZEROS = '0' * EACH_BYTE;
  private static final long POINTS = '.' * EACH_BYTE;

  private static final double[] POWERS = new double[EXACT_POWER_MAX + 1];

  static {
    double power = 1;
    for (int i = 0; i <= EXACT_POWER_MAX; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private DecimalNumber() {}

  /** The number that fills the stretch wholly, or {@link #NONE}; infinite if out of range. */
  static double parse(byte[] bytes, int start, int end) {
    int length = end - start;
    if (length > 0 && length <= Long.BYTES && start + Long.BYTES <= bytes.length) {
      double number = plain((long) LONGS.get(bytes, start), length);
      if (number >= 0) {
        return number;
      }
    }
    return any(bytes, start, end);
  }

  /**
   * What most senders send: up to eight bytes, all digits but for one point. Handled as one word,
   * since loops over a few bytes of ever different number cost more than all else.
   *
   * <p>Source of the steps from digits to a number: D. Lemire, "Quickly parsing eight digits"
   * (2018).
   *
   * @param word the bytes, the first one lowest, and whatever stands behind them
   * @return NaN if they are anything else
   */
  private static double plain(long word, int length) {
    int freeBits = Long.SIZE - Byte.SIZE * length;
    // Right-aligned, with zeros in front.
    long text = (word << freeBits) | (ZEROS & ((1L << freeBits) - 1));
    long nullWherePoint = text ^ POINTS;
    long point = (nullWherePoint - EACH_BYTE) & ~nullWherePoint & HIGH_BITS;
    int decimals = 0;
    if (point != 0) {
      int pointBit = Long.numberOfTrailingZeros(point) & -Byte.SIZE;
      decimals = Long.BYTES - 1 - pointBit / Byte.SIZE;
      long before = text & ((1L << pointBit) - 1);
      long behind = text & ((-1L << Byte.SIZE) << pointBit);
      text = behind | (before << Byte.SIZE) | '0';
    }
    long digits = text ^ ZEROS;
    boolean others = ((((digits & LOW_BITS) + 0x76 * EACH_BYTE) | digits) & HIGH_BITS) != 0;
    if (others || (point != 0 && length == 1)) {
      return NONE;
    }
    long pairs = digits * 10 + (digits >>> 8);
    long firstAndThird = (pairs & SPREAD_BYTES) * (100 + (1_000_000L << 32));
    long secondAndFourth = ((pairs >>> 16) & SPREAD_BYTES) * (1 + (10_000L << 32));
    long whole = (firstAndThird + secondAndFourth) >>> 32;
    return whole / POWERS[decimals];
  }

  private static double any(byte[] bytes, int start, int end) {
    int i = start;
    boolean negative = i < end && bytes[i] == '-';
    if (i < end && (bytes[i] == '-' || bytes[i] == '+')) {
      i++;
    }
    long digits = 0;
    int significant = 0;
    int scale = 0;
    int digitsSeen = 0;
    boolean fraction = false;
    for (; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit >= 0 && digit <= 9) {
        digitsSeen++;
        if (significant < DIGITS_MAX) {
          digits = digits * 10 + digit;
          significant += digits == 0 ? 0 : 1;
          scale -= fraction ? 1 : 0;
        } else {
          scale += fraction ? 0 : 1;
        }
      } else if (bytes[i] == '.' && !fraction) {
        fraction = true;
      } else {
        break;
      }
    }
    if (digitsSeen == 0) {
      return NONE;
    }
    if (i < end) {
      int exponent = exponent(bytes, i, end);
      if (exponent == Integer.MIN_VALUE) {
        return NONE;
      }
      scale += exponent;
    }
    double magnitude = scaled(digits, scale);
    return negative ? -magnitude : magnitude;
  }

  /**
   * The exponent that fills the stretch, cut to {@link #EXPONENT_MAX}; MIN_VALUE if there is none.
   */
  private static int exponent(byte[] bytes, int start, int end) {
    if (bytes[start] != 'e' && bytes[start] != 'E') {
      return Integer.MIN_VALUE;
    }
    int i = start + 1;
    boolean negative = i < end && bytes[i] == '-';
    if (i < end && (bytes[i] == '-' || bytes[i] == '+')) {
      i++;
    }
    if (i == end) {
      return Integer.MIN_VALUE;
    }
    int exponent = 0;
    for (; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return Integer.MIN_VALUE;
      }
      exponent = Math.min(EXPONENT_MAX, exponent * 10 + digit);
    }
    return negative ? -exponent : exponent;
  }

  /**
   * By one exact operation on exact numbers where that can be (W. Clinger, "How to read floating
   * point numbers accurately", PLDI 1990), which is nearly always and faster.
   */
  private static double scaled(long digits, int scale) {
    if (digits > EXACT_WHOLE_MAX || Math.abs(scale) > EXACT_POWER_MAX) {
      return NearestDouble.of(digits, scale);
    }
    return scale < 0 ? digits / POWERS[-scale] : digits * POWERS[scale];
  }
}
