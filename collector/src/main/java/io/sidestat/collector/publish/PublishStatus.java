package io.sidestat.collector.publish;

import java.time.Instant;
import java.util.Optional;

/**
 * How publishing goes, since the start of the run.
 *
 * @param requestsSent requests that CloudWatch has accepted
 * @param datumsSent datums in them
 * @param failures attempts that failed
 * @param attempts that have ended, failed or not
 * @param sendingNanos how long they took in all
 * @param lastError the words of the last one; empty if there was none, also after a success
 */
public record PublishStatus(
    long requestsSent,
    long datumsSent,
    long failures,
    long attempts,
    long sendingNanos,
    Optional<Instant> lastSent,
    Optional<Instant> lastFailed,
    Optional<String> lastError) {

  static final PublishStatus NOTHING_YET =
      new PublishStatus(0, 0, 0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty());

  PublishStatus sent(Instant now, int datums) {
    return new PublishStatus(
        requestsSent + 1,
        datumsSent + datums,
        failures,
        attempts,
        sendingNanos,
        Optional.of(now),
        lastFailed,
        Optional.empty());
  }

  PublishStatus failed(Instant now, String words) {
    return new PublishStatus(
        requestsSent,
        datumsSent,
        failures + 1,
        attempts,
        sendingNanos,
        lastSent,
        Optional.of(now),
        Optional.of(words));
  }

  PublishStatus took(long nanos) {
    return new PublishStatus(
        requestsSent,
        datumsSent,
        failures,
        attempts + 1,
        sendingNanos + nanos,
        lastSent,
        lastFailed,
        lastError);
  }
}
