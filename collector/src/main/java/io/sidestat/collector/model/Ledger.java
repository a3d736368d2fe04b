package io.sidestat.collector.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of the samples of some stretch of time. Every sample received is in exactly one of
 * the others: {@code received = aggregated + rejected + refused}.
 *
 * @param datagrams read from the socket
 * @param received samples in them, good and bad; a line that cannot be read counts as one
 * @param aggregated recorded in a series
 * @param refused well-formed, but of a new series past the series limit
 * @param rejected malformed, by reason; reasons that did not occur are absent
 */
public record Ledger(
    long datagrams,
    long received,
    long aggregated,
    long refused,
    Map<RejectReason, Long> rejected) {

  /** Nothing happened. */
  public static final Ledger EMPTY = new Ledger(0, 0, 0, 0, Map.of());

  public Ledger {
    Map<RejectReason, Long> copy = new EnumMap<>(RejectReason.class);
    copy.putAll(rejected);
    rejected = Collections.unmodifiableMap(copy);
  }

  /** All that was rejected, for whatever reason. */
  public long rejectedTotal() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether every sample received is accounted for. */
  public boolean balanced() {
    return received == aggregated + refused + rejectedTotal();
  }

  /** Both stretches together. */
  public Ledger plus(Ledger other) {
    Map<RejectReason, Long> sum = new EnumMap<>(RejectReason.class);
    sum.putAll(rejected);
    other.rejected.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
    return new Ledger(
        datagrams + other.datagrams,
        received + other.received,
        aggregated + other.aggregated,
        refused + other.refused,
        sum);
  }
}
