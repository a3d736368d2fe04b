package io.sidestat.collector.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IP network as a setting has it: {@code 10.0.0.0/8}, {@code fd00::/8}, or a bare address, which
 * is a network of one. No names are resolved. Immutable.
 *
 * <p>All are held as 128 bits, an IPv4 network as its IPv4-mapped one (RFC 4291, 2.5.5.2): {@code
 * 10.0.0.0/8} and {@code ::ffff:10.0.0.0/104} are one network. Yet an IPv6 network, however wide,
 * holds no IPv4 address.
 *
 * @param high the first 64 bits of the lowest address
 * @param low the last 64 bits of it
 * @param prefixBits of the 128, 0 to 128; the address has none set beyond
 */
record IpNetwork(long high, long low, int prefixBits) {
  private static final int BITS = 128;
  private static final int IPV4_BITS = 32;
  private static final int IPV4_BYTES = IPV4_BITS / Byte.SIZE;

  /** The bits that all IPv4-mapped addresses share. */
  private static final int MAPPED_BITS = BITS - IPV4_BITS;

  private static final long MAPPED_LOW = 0xffffL << IPV4_BITS;

  private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");

  /** What InetAddress reads as an address or refuses, and never takes for a name. */
  private static final Pattern IPV6 = Pattern.compile("(?=[^:]*:)[0-9A-Fa-f:][0-9A-Fa-f:.]{1,44}");

  private static final Pattern FORM = Pattern.compile("([^/]+)(?:/(0|[1-9]\\d{0,2}))?");

  /** Where a run of groups that are zero may be left out: the longest, of two at least. */
  private static final Pattern ZEROS = Pattern.compile("(?<![0-9a-f])0(?::0)+(?![0-9a-f])");

  IpNetwork {
    if (prefixBits < 0 || prefixBits > BITS) {
      throw new IllegalArgumentException("prefix is out of range: found=" + prefixBits);
    }
    if ((high & ~highMask(prefixBits)) != 0 || (low & ~lowMask(prefixBits)) != 0) {
      throw new IllegalArgumentException("bits are set beyond the prefix: found=" + prefixBits);
    }
  }

  /**
   * Reads a network or a bare address.
   *
   * @throws RejectedValueException if it is neither; its message names it
   */
  static IpNetwork parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || !isAddress(form.group(1))) {
      throw new RejectedValueException(Quoted.of(text) + " is no IP network and no IP address");
    }
    byte[] address = address(form.group(1));
    boolean writtenAsIpv4 = IPV4.matcher(form.group(1)).matches();
    int bits = writtenAsIpv4 ? IPV4_BITS : BITS;
    int prefix = form.group(2) == null ? bits : Integer.parseInt(form.group(2));
    if (prefix > bits) {
      throw new RejectedValueException(Quoted.of(text) + ": the prefix is 0 to " + bits);
    }
    long high = high(address);
    long low = low(address);
    int prefixBits = BITS - bits + prefix;
    IpNetwork network =
        new IpNetwork(high & highMask(prefixBits), low & lowMask(prefixBits), prefixBits);
    if (network.high != high || network.low != low) {
      throw new RejectedValueException(
          "%s has bits set beyond its prefix; the network is %s, the one address %s"
              .formatted(Quoted.of(text), network, new IpNetwork(high, low, BITS)));
    }
    return network;
  }

  private static boolean isAddress(String text) {
    return IPV4.matcher(text).matches() || IPV6.matcher(text).matches();
  }

  private static byte[] address(String literal) {
    try {
      return InetAddress.getByName(literal).getAddress();
    } catch (UnknownHostException e) {
      throw new RejectedValueException(Quoted.of(literal) + " is no IP address");
    }
  }

  /** The first 64 bits of an address, of an IPv4 one as it is mapped. */
  static long high(byte[] address) {
    return address.length == IPV4_BYTES ? 0 : bigEndian(address, 0, Long.BYTES);
  }

  /** The last 64 bits of an address, of an IPv4 one as it is mapped. */
  static long low(byte[] address) {
    return address.length == IPV4_BYTES
        ? MAPPED_LOW | bigEndian(address, 0, address.length)
        : bigEndian(address, Long.BYTES, address.length);
  }

  private static long bigEndian(byte[] bytes, int from, int to) {
    long bits = 0;
    for (int i = from; i < to; i++) {
      bits = bits << Byte.SIZE | Byte.toUnsignedLong(bytes[i]);
    }
    return bits;
  }

  private static long highMask(int prefixBits) {
    return prefixBits == 0 ? 0 : -1L << Math.max(0, Long.SIZE - prefixBits);
  }

  private static long lowMask(int prefixBits) {
    return prefixBits <= Long.SIZE ? 0 : -1L << (BITS - prefixBits);
  }

  /** Whether an address of these bits, mapped if it is IPv4, is in it. */
  boolean contains(long addressHigh, long addressLow) {
    return (addressHigh & highMask(prefixBits)) == high
        && (addressLow & lowMask(prefixBits)) == low
        && (prefixBits >= MAPPED_BITS || !isMapped(addressHigh, addressLow));
  }

  private static boolean isMapped(long high, long low) {
    return high == 0 && low >>> IPV4_BITS == MAPPED_LOW >>> IPV4_BITS;
  }

  /** As a setting is written, the prefix always with it: {@code 10.0.0.1/32}, {@code ::1/128}. */
  @Override
  public String toString() {
    return prefixBits >= MAPPED_BITS && isMapped(high, low)
        ? ipv4() + "/" + (prefixBits - MAPPED_BITS)
        : ipv6() + "/" + prefixBits;
  }

  private String ipv4() {
    return "%d.%d.%d.%d".formatted(low >> 24 & 0xff, low >> 16 & 0xff, low >> 8 & 0xff, low & 0xff);
  }

  /** With its longest run of zeros left out, as RFC 5952 asks. */
  private String ipv6() {
    StringBuilder groups = new StringBuilder();
    for (int shift = Long.SIZE - Short.SIZE; shift >= 0; shift -= Short.SIZE) {
      groups.append(Long.toHexString(high >>> shift & 0xffff)).append(':');
    }
    for (int shift = Long.SIZE - Short.SIZE; shift >= 0; shift -= Short.SIZE) {
      groups.append(Long.toHexString(low >>> shift & 0xffff)).append(shift == 0 ? "" : ":");
    }
    return withoutZeros(groups.toString());
  }

  private static String withoutZeros(String groups) {
    Matcher zeros = ZEROS.matcher(groups);
    int from = 0;
    int to = 0;
    while (zeros.find()) {
      if (zeros.end() - zeros.start() > to - from) {
        from = zeros.start();
        to = zeros.end();
      }
    }
    if (to == 0) {
      return groups;
    }
    String before = groups.substring(0, Math.max(0, from - 1));
    String behind = groups.substring(Math.min(groups.length(), to + 1));
    return before + "::" + behind;
  }
}
