package io.sidestat.collector.cli;

import io.sidestat.collector.listen.ListenerStatus;
import io.sidestat.collector.listen.Refusals;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log of what a listener refused, since it came from elsewhere than samples are taken
 * from: at once with the first source, then at most every 10 minutes with the last source and the
 * count since. For one thread.
 */
final class RefusalLog {
  private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
  private static final Duration PAUSE = Duration.ofMinutes(10);

  /** How many had been refused when a listener was spoken of, and until when to be silent. */
  private record Told(long count, Instant quietUntil) {
    static final Told NOTHING = new Told(0, Instant.MIN);
  }

  private final Map<String, Told> toldByListener = new HashMap<>();

  void report(List<ListenerStatus> listeners, Instant now) {
    for (ListenerStatus listener : listeners) {
      Refusals refusals = listener.refusals();
      long count = refusals.datagrams() + refusals.connections();
      Told told = toldByListener.getOrDefault(listener.address(), Told.NOTHING);
      if (count > told.count() && !now.isBefore(told.quietUntil())) {
        toldByListener.put(listener.address(), new Told(count, now.plus(PAUSE)));
        log.warn(
            "{} refused, since no network of listen.allow has their source: count={},"
                + " since_start={}, from={}, listener={}; if it may send, add it to listen.allow",
            refusals.connections() > 0 ? "connections" : "datagrams",
            count - told.count(),
            count,
            (told.count() == 0 ? refusals.first() : refusals.last()).orElse("unknown"),
            listener.address());
      }
    }
  }
}
