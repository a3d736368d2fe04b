package io.sidestat.collector.publish;

import java.time.Instant;
import java.util.Optional;

/**
 * How publishing goes, since the start of the run.
 *
 * @param requestsSent requests that CloudWatch has accepted
 * @param datumsSent datums in them
 * @param failures attempts that failed
 * @param lastError the words of the last one; empty if there was none, also after a success
 */
public record PublishStatus(
    long requestsSent,
    long datumsSent,
    long failures,
    Optional<Instant> lastSent,
    Optional<Instant> lastFailed,
    Optional<String> lastError) {

  static final PublishStatus NOTHING_YET =
      new PublishStatus(0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty());

  PublishStatus sent(Instant now, int datums) {
    return new PublishStatus(
        requestsSent + 1,
        datumsSent + datums,
        failures,
        Optional.of(now),
        lastFailed,
        Optional.empty());
  }

  PublishStatus failed(Instant now, String words) {
    return new PublishStatus(
        requestsSent, datumsSent, failures + 1, lastSent, Optional.of(now), Optional.of(words));
  }
}
