package io.sidestat.collector.protocol;

import java.nio.charset.StandardCharsets;

/**
 * Reads the line with which Sidestat's client numbers a datagram's samples: {@code
 * _sidestat:CLIENT:FIRST:SAMPLES}, CLIENT in 16 hexadecimal digits, FIRST and SAMPLES in decimal
 * ones, up to 15 and 5. For the owner thread.
 */
final class SequenceLine {
  private static final byte[] HEAD = "_sidestat:".getBytes(StandardCharsets.US_ASCII);
  private static final int CLIENT_DIGITS = 16;
  private static final int FIRST_DIGITS_MAX = 15;
  private static final int SAMPLES_DIGITS_MAX = 5;
  private static final long BROKEN = -1;

  private long client;
  private long first;
  private long samples;

  /** Whether the line is one; then the others tell what it says. */
  boolean read(byte[] bytes, int start, int end) {
    int clientStart = start + HEAD.length;
    int firstStart = clientStart + CLIENT_DIGITS + 1;
    if (firstStart >= end || bytes[firstStart - 1] != ':' || !hasHead(bytes, start)) {
      return false;
    }
    client = 0;
    for (int i = clientStart; i < clientStart + CLIENT_DIGITS; i++) {
      int digit = Character.digit(bytes[i], 16);
      if (digit < 0) {
        return false;
      }
      client = (client << 4) | digit;
    }
    int colon = firstStart;
    while (colon < end && bytes[colon] != ':') {
      colon++;
    }
    first = number(bytes, firstStart, colon, FIRST_DIGITS_MAX);
    samples = number(bytes, colon + 1, end, SAMPLES_DIGITS_MAX);
    return first != BROKEN && samples != BROKEN;
  }

  private static boolean hasHead(byte[] bytes, int start) {
    for (int i = 0; i < HEAD.length; i++) {
      if (bytes[start + i] != HEAD[i]) {
        return false;
      }
    }
    return true;
  }

  private static long number(byte[] bytes, int start, int end, int digitsMax) {
    if (start >= end || end - start > digitsMax) {
      return BROKEN;
    }
    long number = 0;
    for (int i = start; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return BROKEN;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** Names the client. */
  long client() {
    return client;
  }

  /** The number of the datagram's first sample. */
  long first() {
    return first;
  }

  /** So many are in it. */
  long samples() {
    return samples;
  }
}
