package io.sidestat.collector.cli;

import io.sidestat.collector.aggregate.MendedNames;
import io.sidestat.collector.model.Untrusted;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log of names that were mended: at once when there are some, then at most once a minute
 * with the count since, whatever is sent to us. For one thread.
 */
final class MendingLog {
  private static final Logger log = LoggerFactory.getLogger(MendingLog.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private long untold;
  private Instant quietUntil = Instant.MIN;

  void report(MendedNames mended, Instant now) {
    untold += mended.count();
    if (untold == 0 || now.isBefore(quietUntil)) {
      return;
    }
    log.warn(
        "names mended: count={}, last={}; CloudWatch takes 1 to 255 characters of printable ASCII"
            + " (values to 1024) and 30 dimensions: other characters are published as _, and what"
            + " is too much is left out",
        untold,
        Untrusted.quoted(mended.example()));
    untold = 0;
    quietUntil = now.plus(PAUSE);
  }
}
