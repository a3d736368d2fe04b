package io.sidestat.collector.protocol;

import java.math.BigInteger;

/**
 * The double nearest to {@code digits * 10^scale}, without allocating.
 *
 * <p>Source: D. Lemire, "Number parsing at a gigabyte per second", Software: Practice and
 * Experience 51 (2021), and N. Mushtak, D. Lemire, "Fast number parsing without fallback" (2023):
 * the digits are multiplied by the first 128 bits of a power of five, which settles the rounding of
 * any 64-bit number.
 */
final class NearestDouble {
  /** Below, every number of 64 bits rounds to zero; above, to infinity. */
  private static final int SCALE_MIN = -342;

  private static final int SCALE_MAX = 308;

  /** 5^27 is the last power of five that 64 bits hold. */
  private static final int RECIPROCAL_SMALL_MIN = -27;

  private static final int MANTISSA_BITS = 52;
  private static final int BIAS = 1023;
  private static final int EXPONENT_INFINITE = 0x7FF;

  /** Bits of the product's upper half below the mantissa, its rounding bit and one to spare. */
  private static final int SPARE_BITS = 64 - MANTISSA_BITS - 3;

  /** Where a product of 64 and 64 bits may lie halfway between two doubles. */
  private static final int HALFWAY_SCALE_MIN = -4;

  private static final int HALFWAY_SCALE_MAX = 23;

  /** The first 64 bits of 5^scale, from {@link #SCALE_MIN} on, and the next 64. */
  private static final long[] FIVES_HIGH = new long[SCALE_MAX - SCALE_MIN + 1];

  private static final long[] FIVES_LOW = new long[SCALE_MAX - SCALE_MIN + 1];

  static {
    for (int scale = SCALE_MIN; scale <= SCALE_MAX; scale++) {
      BigInteger bits = first128Bits(scale);
      FIVES_HIGH[scale - SCALE_MIN] = bits.shiftRight(64).longValue();
      FIVES_LOW[scale - SCALE_MIN] = bits.longValue();
    }
  }

  private NearestDouble() {}

  /**
   * Of 5^scale, rounded down; but up where it is the reciprocal of a power that 64 bits hold, so
   * that a product which is exact is told from one that is just below.
   */
  private static BigInteger first128Bits(int scale) {
    BigInteger power = BigInteger.valueOf(5).pow(Math.abs(scale));
    if (scale >= 0) {
      int excess = power.bitLength() - 128;
      return excess > 0 ? power.shiftRight(excess) : power.shiftLeft(-excess);
    }
    boolean small = scale >= RECIPROCAL_SMALL_MIN;
    int bits = small ? power.bitLength() + 127 : 2 * power.bitLength() + 128;
    BigInteger quotient = BigInteger.ONE.shiftLeft(bits).divide(power).add(BigInteger.ONE);
    return quotient.shiftRight(quotient.bitLength() - 128);
  }

  /**
   * The nearest double, the even one of two that are equally near.
   *
   * @param digits 0 or above
   * @return below the smallest normal double 0; above the largest infinity
   */
  static double of(long digits, int scale) {
    if (digits == 0 || scale < SCALE_MIN) {
      return 0;
    }
    if (scale > SCALE_MAX) {
      return Double.POSITIVE_INFINITY;
    }
    int zeros = Long.numberOfLeadingZeros(digits);
    long number = digits << zeros;
    long high = unsignedMultiplyHigh(number, FIVES_HIGH[scale - SCALE_MIN]);
    long low = number * FIVES_HIGH[scale - SCALE_MIN];
    long spareMask = (1L << SPARE_BITS) - 1;
    if ((high & spareMask) == spareMask) {
      // The next 64 bits may still carry into the bits that count.
      long carried = unsignedMultiplyHigh(number, FIVES_LOW[scale - SCALE_MIN]);
      low += carried;
      high += Long.compareUnsigned(carried, low) > 0 ? 1 : 0;
    }
    int upperBit = (int) (high >>> 63);
    int shift = upperBit + SPARE_BITS;
    long mantissa = high >>> shift;
    boolean halfway =
        Long.compareUnsigned(low, 1) <= 0
            && scale >= HALFWAY_SCALE_MIN
            && scale <= HALFWAY_SCALE_MAX
            && (mantissa & 3) == 1
            && mantissa << shift == high;
    // Half to even: an exact half above an even number is not rounded up.
    mantissa = halfway ? mantissa >>> 1 : (mantissa + (mantissa & 1)) >>> 1;
    int exponent = binaryExponent(scale) + upperBit - zeros + BIAS;
    if (mantissa >> (MANTISSA_BITS + 1) != 0) {
      mantissa >>= 1;
      exponent++;
    }
    if (exponent <= 0) {
      return 0;
    }
    if (exponent >= EXPONENT_INFINITE) {
      return Double.POSITIVE_INFINITY;
    }
    long fraction = mantissa & ((1L << MANTISSA_BITS) - 1);
    return Double.longBitsToDouble(((long) exponent << MANTISSA_BITS) | fraction);
  }

  /** floor(log2(10^scale)) + 63; 217706 / 65536 is log2(10), near enough over the range. */
  private static int binaryExponent(int scale) {
    return ((217_706 * scale) >> 16) + 63;
  }

  private static long unsignedMultiplyHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
  }
}
