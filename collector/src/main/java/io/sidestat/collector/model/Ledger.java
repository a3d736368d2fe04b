package io.sidestat.collector.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of the samples of some stretch of time. Every sample received is in exactly one of
 * the others: {@code received = aggregated + folded + rejected + skipped + refused}.
 *
 * @param datagrams read from the socket
 * @param received samples in them, good and bad; a line that cannot be read counts as one
 * @param aggregated recorded in a series of their own name and tags
 * @param folded recorded in an {@code __other__} series, since their own was past the series limit
 * @param skipped left out because a mapping rule says so
 * @param refused well-formed, but of so many names that there is not even an {@code __other__}
 * @param rejected malformed, by reason; reasons that did not occur are absent
 */
public record Ledger(
    long datagrams,
    long received,
    long aggregated,
    long folded,
    long skipped,
    long refused,
    Map<RejectReason, Long> rejected) {

  /** Nothing happened. */
  public static final Ledger EMPTY = new Ledger(0, 0, 0, 0, 0, 0, Map.of());

  public Ledger {
    Map<RejectReason, Long> copy = new EnumMap<>(RejectReason.class);
    copy.putAll(rejected);
    rejected = Collections.unmodifiableMap(copy);
  }

  /** All that was rejected, for whatever reason. */
  public long rejectedTotal() {
    return rejected.values().stream().mapToLong(Long::longValue).sum();
  }

  /** All that is in some series, and so in the journal. */
  public long recorded() {
    return aggregated + folded;
  }

  /** Whether every sample received is accounted for. */
  public boolean balanced() {
    return received == recorded() + skipped + refused + rejectedTotal();
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
        folded + other.folded,
        skipped + other.skipped,
        refused + other.refused,
        sum);
  }
}
