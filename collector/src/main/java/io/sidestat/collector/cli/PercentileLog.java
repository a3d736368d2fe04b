package io.sidestat.collector.cli;

import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.NegativeSamples;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.Untrusted;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log of timers, histograms and distributions that CloudWatch will answer no percentiles
 * of, since they have a negative sample: once for each metric name, and for the first {@value
 * #NAMES_MAX} names of a run. Gauges may well be negative and are left out.
 *
 * <p>{@link #report} is for one thread; {@link #names} for any.
 */
final class PercentileLog {
  /** Names are the senders' choice, so what is kept and said of them has a bound. */
  static final int NAMES_MAX = 100;

  private static final Logger log = LoggerFactory.getLogger(PercentileLog.class);

  private final Set<String> names = new ConcurrentSkipListSet<>();
  private boolean fullSaid;

  void report(List<ClosedSeries> series) {
    for (ClosedSeries closed : series) {
      if (closed.id().type() == SeriesType.TIMER
          && NegativeSamples.takePercentilesFrom(closed.value())) {
        report(closed.id().name());
      }
    }
  }

  private void report(String name) {
    if (names.contains(name)) {
      return;
    }
    if (names.size() == NAMES_MAX) {
      sayFull();
      return;
    }
    names.add(name);
    log.warn(
        "CloudWatch answers no percentiles of {}: it has negative values; send it from zero up, or"
            + " ask the journal (sidestat query), which does",
        Untrusted.quoted(name));
  }

  private void sayFull() {
    if (!fullSaid) {
      fullSaid = true;
      log.warn(
          "CloudWatch answers no percentiles of more than {} metrics with negative values; further"
              + " ones are not named",
          NAMES_MAX);
    }
  }

  /** The names said so far, ascending; as sent, so not escaped. */
  List<String> names() {
    return List.copyOf(names);
  }
}
