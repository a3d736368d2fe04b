package io.sidestat.client;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The line that numbers the samples of each datagram, so that the collector can tell what was lost
 * on the way: {@code _sidestat:CLIENT:FIRST:SAMPLES}, CLIENT in 16 hexadecimal digits, the others
 * in decimal ones of a fixed width. Thread-safe.
 */
final class SequenceLine {

  private static final int FIRST_DIGITS = 15;
  private static final int SAMPLES_DIGITS = 5;

  private final byte[] head;
  private final AtomicLong next = new AtomicLong();

  /** Of a client with a random name. */
  SequenceLine() {
    String client = String.format(Locale.ROOT, "%016x", new SecureRandom().nextLong());
    head = ("_sidestat:" + client + ":").getBytes(StandardCharsets.US_ASCII);
  }

  /** The line and the newline behind it. */
  int bytes() {
    return head.length + FIRST_DIGITS + 1 + SAMPLES_DIGITS + 1;
  }

  /**
   * Writes the line for the next so many samples to the start of a datagram.
   *
   * @return the number of the first
   */
  long write(byte[] datagram, int samples) {
    long first = next.getAndAdd(samples);
    System.arraycopy(head, 0, datagram, 0, head.length);
    int end = head.length + FIRST_DIGITS;
    digits(datagram, end, FIRST_DIGITS, first);
    datagram[end] = ':';
    end += 1 + SAMPLES_DIGITS;
    digits(datagram, end, SAMPLES_DIGITS, samples);
    datagram[end] = '\n';
    return first;
  }

  /** These numbers were not used: they are given again if they were the last ones. */
  void giveBack(long first, int samples) {
    next.compareAndSet(first + samples, first);
  }

  private static void digits(byte[] to, int end, int digits, long number) {
    long rest = number;
    for (int at = end - 1; at >= end - digits; at--) {
      to[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
