package io.sidestat.collector.publish;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long after an interval's end this host sends its requests, so that a fleet, whose clocks
 * agree, does not come to CloudWatch in the same second: some 500 requests a second are all that an
 * account and region may send. A host's offset follows from its name, so it is the same after every
 * restart.
 *
 * @param offset from zero up to, but without, the spread; whole milliseconds
 * @param spread over which the hosts' offsets lie; zero if each sends at once
 * @param named whether the offset follows from a name; if not, it was drawn for this run
 */
public record HostOffset(Duration offset, Duration spread, boolean named) {
  /** No waiting. */
  public static final HostOffset NONE = new HostOffset(Duration.ZERO, Duration.ZERO, true);

  /**
   * The offset of a host.
   *
   * @param hostName tells this host from others; empty if nothing does
   * @param spread as asked for, 0 or more
   * @param interval a request is sent before the next is due, so the spread is no longer than this
   */
  public static HostOffset of(Optional<String> hostName, Duration spread, Duration interval) {
    Duration effective = spread.compareTo(interval) < 0 ? spread : interval;
    if (effective.isZero()) {
      return NONE;
    }
    long hash =
        hostName.map(HostOffset::hash).orElseGet(() -> ThreadLocalRandom.current().nextLong());
    long millis = Long.remainderUnsigned(hash, effective.toMillis());
    return new HostOffset(Duration.ofMillis(millis), effective, hostName.isPresent());
  }

  /**
   * FNV-1a, 64 bits, with the finalizer of MurmurHash3, since names of a fleet differ in their last
   * character only. Never change it: hosts of both versions would change places.
   */
  private static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (octet & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }

  /** For the log: {@code 3271 ms after an interval's end (spread 10 s, by host name)}. */
  @Override
  public String toString() {
    return spread.isZero()
        ? "at an interval's end"
        : "%d ms after an interval's end (spread %d s, %s)"
            .formatted(
                offset.toMillis(),
                spread.toSeconds(),
                named
                    ? "by host name"
                    : "drawn for this run, since the host has no name of its own: set HOSTNAME");
  }
}
