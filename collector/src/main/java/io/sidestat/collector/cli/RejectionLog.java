package io.sidestat.collector.cli;

import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.model.Untrusted;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log of lines that were not aggregated: at once when there are some, then at most once a
 * minute with the count since, in one line, whatever is sent to us. For one thread.
 */
final class RejectionLog {
  private static final Logger log = LoggerFactory.getLogger(RejectionLog.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private Ledger untold = Ledger.EMPTY;
  private final Map<RejectReason, String> examples = new HashMap<>();
  private Instant quietUntil = Instant.MIN;

  /**
   * Takes an interval's figures.
   *
   * @param lastLines for each reason the start of a line: untrusted
   */
  void report(Ledger ledger, Map<RejectReason, String> lastLines, Instant now) {
    untold = untold.plus(ledger);
    examples.putAll(lastLines);
    boolean something = untold.refused() > 0 || !untold.rejected().isEmpty();
    if (!something || now.isBefore(quietUntil)) {
      return;
    }
    if (!untold.rejected().isEmpty()) {
      log.warn(
          "lines rejected: count={}, {}; see lastRejected in /api/v1/status",
          untold.rejectedTotal(),
          byReason());
    }
    if (untold.refused() > 0) {
      log.warn(
          "samples refused: count={}; even the __other__ series for what is past the series limit are"
              + " at their own limit: send fewer different metric names and tag names",
          untold.refused());
    }
    untold = Ledger.EMPTY;
    examples.clear();
    quietUntil = now.plus(PAUSE);
  }

  /** The most frequent first, and an example of each: one line, however many reasons there are. */
  private String byReason() {
    return untold.rejected().entrySet().stream()
        .sorted(Map.Entry.<RejectReason, Long>comparingByValue().reversed())
        .map(
            entry ->
                "%s=%d (%s; last=%s)"
                    .formatted(
                        entry.getKey().label(),
                        entry.getValue(),
                        entry.getKey().meaning(),
                        Untrusted.quoted(examples.getOrDefault(entry.getKey(), ""))))
        .collect(Collectors.joining(", "));
  }
}
