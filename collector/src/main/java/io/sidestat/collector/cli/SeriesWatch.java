package io.sidestat.collector.cli;

import io.sidestat.collector.aggregate.ClosedSlice;
import io.sidestat.collector.aggregate.Offenders;
import io.sidestat.collector.aggregate.SeriesCensus;
import io.sidestat.collector.model.Offender;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches how many series there are: keeps the dimensions with the most values, and tells the log
 * when samples begin to be folded and when that is over. For the journal's thread; {@link
 * #offenders} may be read by any.
 *
 * <p>One WARN for each cause; another when tenfold the samples are folded, at most every {@link
 * #REPEAT_PAUSE}; one INFO when none was folded for {@link #QUIET}, after which the WARN may come
 * again.
 */
final class SeriesWatch {
  /** Samples are folded in bursts: so long without one, and it is over. */
  static final Duration QUIET = Duration.ofMinutes(5);

  static final Duration REPEAT_PAUSE = Duration.ofMinutes(10);

  private static final int REPEAT_FACTOR = 10;
  private static final int OFFENDERS_SAID_MAX = 3;

  /** An offender with less than this fraction of the first one's values is not worth a word. */
  private static final long SMALL_FRACTION = 10;

  private static final Logger log = LoggerFactory.getLogger(SeriesWatch.class);

  private final Offenders counted = new Offenders();
  private volatile List<Offender> top = List.of();
  private final Set<Cause> said = EnumSet.noneOf(Cause.class);
  private long folded;
  private long refused;
  private long foldedSaid;
  private Instant lastSaid = Instant.MIN;
  private Instant lastKeptOut = Instant.MIN;

  /** Why samples are folded. */
  private enum Cause {
    SERIES_LIMIT,
    NEW_PER_MINUTE,
    SPELLINGS;

    static Cause of(SeriesCensus census) {
      if (census.live() >= census.limits().limit()) {
        return SERIES_LIMIT;
      }
      return census.begunThisMinute() >= census.limits().newPerMinute()
          ? NEW_PER_MINUTE
          : SPELLINGS;
    }
  }

  /** Takes note of a closed interval, before it is turned into values. */
  void watch(ClosedSlice slice, Instant now) {
    SeriesCensus census = slice.census();
    counted.count(census);
    if (census.startsAnew() || !census.complete() || !census.seen().isEmpty()) {
      top = counted.top();
    }
    long keptOut = slice.ledger().folded() + slice.ledger().refused();
    if (keptOut > 0) {
      folded += slice.ledger().folded();
      refused += slice.ledger().refused();
      lastKeptOut = now;
      warnIfNews(census, now);
    } else if (!said.isEmpty() && !now.isBefore(lastKeptOut.plus(QUIET))) {
      recover(census);
    }
  }

  /** The dimensions with the most values, most first. */
  List<Offender> offenders() {
    return top;
  }

  private void warnIfNews(SeriesCensus census, Instant now) {
    Cause cause = Cause.of(census);
    boolean grown =
        folded >= foldedSaid * REPEAT_FACTOR && !now.isBefore(lastSaid.plus(REPEAT_PAUSE));
    if (said.add(cause) || grown) {
      warn(cause, census);
      foldedSaid = folded;
      lastSaid = now;
    }
  }

  private void warn(Cause cause, SeriesCensus census) {
    switch (cause) {
      case SERIES_LIMIT ->
          log.warn(
              "series limit reached: live={}, limit={}; samples of further series go to __other__:"
                  + " folded={}; most values: {}; raise series.limit or drop the tag with a rule",
              census.live(),
              census.limits().limit(),
              folded,
              mostValues());
      case NEW_PER_MINUTE ->
          log.warn(
              "too many new series in a minute: live={}, new_per_minute={}; samples of further ones go"
                  + " to __other__ until the next minute: folded={}; most values: {}; raise"
                  + " series.new-per-minute or drop the tag with a rule",
              census.live(),
              census.limits().newPerMinute(),
              folded,
              mostValues());
      case SPELLINGS ->
          log.warn(
              "too many spellings of names and tags for series.limit: live={}, limit={}; samples of"
                  + " further ones go to __other__: folded={}; most values: {}; send the tags in one"
                  + " order, raise series.limit or drop the tag with a rule",
              census.live(),
              census.limits().limit(),
              folded,
              mostValues());
    }
  }

  /** The first, and those that are not far behind it: the rest did not do it. */
  private String mostValues() {
    return top.isEmpty()
        ? "none"
        : top.stream()
            .limit(OFFENDERS_SAID_MAX)
            .filter(one -> one.values() * SMALL_FRACTION >= top.get(0).values())
            .map(Offender::described)
            .collect(Collectors.joining(", "));
  }

  private void recover(SeriesCensus census) {
    log.info(
        "series limits no longer reached: live={}, samples_folded={}, samples_refused={}",
        census.live(),
        folded,
        refused);
    said.clear();
    folded = 0;
    refused = 0;
    foldedSaid = 0;
  }
}
