package io.sidestat.collector.cli;

import io.sidestat.collector.aggregate.ClosedSlice;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.model.Untrusted;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log of lines that were not aggregated: at once when there are some, then at most once a
 * minute with the count since, whatever is sent to us. For one thread.
 */
final class RejectionLog {
  private static final Logger log = LoggerFactory.getLogger(RejectionLog.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private Ledger untold = Ledger.EMPTY;
  private final Map<RejectReason, String> examples = new HashMap<>();
  private Instant quietUntil = Instant.MIN;

  void report(ClosedSlice slice, Instant now) {
    untold = untold.plus(slice.ledger());
    examples.putAll(slice.rejectedExamples());
    boolean something = untold.refused() > 0 || !untold.rejected().isEmpty();
    if (!something || now.isBefore(quietUntil)) {
      return;
    }
    untold
        .rejected()
        .forEach(
            (reason, count) ->
                log.warn(
                    "lines rejected: count={}, reason={} ({}), last={}",
                    count,
                    reason.label(),
                    reason.meaning(),
                    Untrusted.quoted(examples.getOrDefault(reason, ""))));
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
}
