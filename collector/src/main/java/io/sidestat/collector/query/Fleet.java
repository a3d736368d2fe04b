package io.sidestat.collector.query;

import java.util.Set;

/**
 * What shares the bill with this host.
 *
 * @param hosts that publish as this one does, itself included; above 0
 * @param perHostDimensions metrics with one of these are each host's own; all others are shared
 * @param otherMetrics that the account has besides, in the first tiers of the price; 0 or more
 */
public record Fleet(int hosts, Set<String> perHostDimensions, long otherMetrics) {
  /** Copies what it is given. */
  public Fleet {
    perHostDimensions = Set.copyOf(perHostDimensions);
    if (hosts < 1 || otherMetrics < 0) {
      throw new IllegalArgumentException(
          "not a fleet: hosts=" + hosts + ", otherMetrics=" + otherMetrics);
    }
  }
}
