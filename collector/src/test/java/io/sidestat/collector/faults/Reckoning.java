package io.sidestat.collector.faults;

import io.sidestat.collector.cloudwatch.HeldMetric;
import io.sidestat.collector.cloudwatch.MetricKey;
import io.sidestat.collector.cloudwatch.ReceivedDatum;
import io.sidestat.collector.journal.OutboxStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds what the endpoint took against what was sent.
 *
 * <p>A life of the collector read its datagrams in order, and what it did not bring to the disk is
 * the end of them: so from how many samples came of it follows which, and then every count, sum,
 * smallest, largest and percentile.
 */
final class Reckoning {
  private static final double BOUND = 0.005;
  private static final double SUM_ROUNDED_BY_MAX = 1e-12;
  private static final int[] PERCENTS = {50, 95, 99};
  private static final int PROBLEMS_MAX = 20;

  private final KnownSamples samples;
  private final SentLog sent;
  private final Duration interval;
  private final OutboxStatus outbox;
  private final Map<MetricKey, HeldMetric> taken = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private long repeats;
  private long recorded;
  private long lostWithKills;
  private long lostWithLives;

  Reckoning(
      KnownSamples samples,
      SentLog sent,
      List<Life> lives,
      Duration interval,
      List<ReceivedDatum> datums,
      OutboxStatus outbox) {
    this.samples = samples;
    this.sent = sent;
    this.interval = interval;
    this.outbox = outbox;
    group(datums);
    lives.forEach(this::reckon);
    if (!taken.isEmpty()) {
      problem("of no life: " + taken.keySet().stream().limit(3).toList());
    }
    checkLedger();
  }

  List<String> problems() {
    return problems;
  }

  long repeats() {
    return repeats;
  }

  /** Samples that killed lives took with them. */
  long lostWithKills() {
    return lostWithKills;
  }

  /** Samples that lives, however they ended, took with them. */
  long lostWithLives() {
    return lostWithLives;
  }

  private void problem(String words) {
    if (problems.size() < PROBLEMS_MAX) {
      problems.add(words);
    }
  }

  private void group(List<ReceivedDatum> datums) {
    Map<String, Integer> times = new HashMap<>();
    Map<MetricKey, List<ReceivedDatum>> byKey = new LinkedHashMap<>();
    for (ReceivedDatum datum : datums) {
      int timesNow = times.merge(content(datum), 1, Integer::sum);
      if (timesNow == 1) {
        byKey.computeIfAbsent(datum.key(), key -> new ArrayList<>()).add(datum);
        checkTime(datum);
      } else {
        repeats++;
      }
      if (timesNow > 1 + outbox.ambiguous()) {
        problem(
            "taken " + timesNow + " times, ambiguous=" + outbox.ambiguous() + ": " + datum.key());
      }
    }
    byKey.forEach((key, all) -> taken.put(key, new HeldMetric(all)));
  }

  private static String content(ReceivedDatum datum) {
    return datum.key()
        + "@"
        + datum.timestampEpochMillis()
        + datum.statistics()
        + Arrays.toString(datum.values())
        + Arrays.toString(datum.counts());
  }

  /** In its own interval, or in the next if the collector was slow to read it. */
  private void checkTime(ReceivedDatum datum) {
    long batch = Long.parseLong(Objects.requireNonNull(datum.key().dimensions().get("Batch")));
    long found = datum.timestampEpochMillis() / interval.toMillis();
    if (found != batch && found != batch + 1) {
      problem("in the wrong interval: sent in " + batch + ", found in " + found);
    }
  }

  private void reckon(Life life) {
    Map<MetricKey, HeldMetric> ofLife = takenOf(life);
    double came = 0;
    for (Map.Entry<MetricKey, HeldMetric> metric : ofLife.entrySet()) {
      if (!metric.getKey().name().equals(KnownSamples.GAUGE)) {
        came += metric.getValue().statistics().count();
      }
    }
    int end = life.firstDatagram();
    long counted = 0;
    while (end < life.endDatagram() && counted < Math.round(came)) {
      counted += countable(end);
      end++;
    }
    if (counted != Math.round(came)) {
      problem("life " + life.number() + " took " + came + " samples, which no datagram ends with");
    }
    if (end < life.safeDatagram()) {
      problem(
          "life %d lost what was safe: datagrams %d to %d, safe until %d"
              .formatted(life.number(), end, life.endDatagram(), life.safeDatagram()));
    }
    long lost = (long) (life.endDatagram() - end) * KnownSamples.PER_DATAGRAM;
    lostWithLives += lost;
    lostWithKills += life.wasKilled() ? lost : 0;
    recorded += (long) (end - life.firstDatagram()) * KnownSamples.PER_DATAGRAM;
    compare(life, end, ofLife);
  }

  private Map<MetricKey, HeldMetric> takenOf(Life life) {
    String number = String.valueOf(life.number());
    Map<MetricKey, HeldMetric> ofLife = new HashMap<>();
    taken.forEach(
        (key, metric) -> {
          if (number.equals(key.dimensions().get("Life"))) {
            ofLife.put(key, metric);
          }
        });
    ofLife.keySet().forEach(taken::remove);
    return ofLife;
  }

  private long countable(int datagram) {
    long first = (long) datagram * KnownSamples.PER_DATAGRAM;
    long countable = 0;
    for (long number = first; number < first + KnownSamples.PER_DATAGRAM; number++) {
      String metric = samples.metric(number);
      countable += metric.equals(KnownSamples.GAUGE) || metric.equals(KnownSamples.POISON) ? 0 : 1;
    }
    return countable;
  }

  private void compare(Life life, int end, Map<MetricKey, HeldMetric> found) {
    Map<String, List<Double>> expected = new TreeMap<>();
    for (int datagram = life.firstDatagram(); datagram < end; datagram++) {
      long first = (long) datagram * KnownSamples.PER_DATAGRAM;
      for (long number = first; number < first + KnownSamples.PER_DATAGRAM; number++) {
        String series =
            samples.metric(number) + " " + samples.endpoint(number) + " " + sent.batch(datagram);
        expected.computeIfAbsent(series, name -> new ArrayList<>()).add(samples.value(number));
      }
    }
    expected.keySet().removeIf(series -> series.startsWith(KnownSamples.POISON));
    Map<String, HeldMetric> actual = new HashMap<>();
    found.forEach(
        (key, metric) ->
            actual.put(
                key.name()
                    + " "
                    + key.dimensions().get("Endpoint")
                    + " "
                    + key.dimensions().get("Batch"),
                metric));
    if (!expected.keySet().equals(actual.keySet())) {
      Set<String> missing = new HashSet<>(expected.keySet());
      missing.removeAll(actual.keySet());
      Set<String> more = new HashSet<>(actual.keySet());
      more.removeAll(expected.keySet());
      problem("life " + life.number() + ": missing " + missing + ", too much " + more);
      return;
    }
    expected.forEach(
        (series, values) -> compare(series, values, Objects.requireNonNull(actual.get(series))));
  }

  private void compare(String series, List<Double> values, HeldMetric found) {
    var statistics = found.statistics();
    if (series.startsWith(KnownSamples.GAUGE)) {
      found.datums().stream()
          .filter(datum -> !values.contains(datum.values()[0]))
          .forEach(datum -> problem(series + ": a value that was never set"));
      return;
    }
    double[] ascending = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double sum = Arrays.stream(ascending).sum();
    boolean same =
        statistics.count() == ascending.length
            && Math.abs(statistics.sum() - sum) <= SUM_ROUNDED_BY_MAX * sum * ascending.length
            && statistics.min() == ascending[0]
            && statistics.max() == ascending[ascending.length - 1];
    if (!same) {
      problem(
          "%s: sent count=%d sum=%s min=%s max=%s, found %s"
              .formatted(
                  series,
                  ascending.length,
                  sum,
                  ascending[0],
                  ascending[ascending.length - 1],
                  statistics));
    }
    if (series.startsWith(KnownSamples.TIMER)) {
      comparePercentiles(series, ascending, found);
    }
  }

  private void comparePercentiles(String series, double[] ascending, HeldMetric found) {
    for (int percent : PERCENTS) {
      int rank = (int) Math.ceil(percent / 100.0 * ascending.length * (1 - 1e-9));
      double exact = ascending[Math.max(0, rank - 1)];
      double answered = found.percentile(percent).orElse(Double.NaN);
      if (!(Math.abs(answered - exact) <= BOUND * exact)) {
        problem("%s: p%d is %s, found %s".formatted(series, percent, exact, answered));
      }
    }
  }

  /** The collector's own figures. */
  private void checkLedger() {
    var states = outbox.samples();
    if (!states.balanced() || states.unsent() + states.local() + states.expired() > 0) {
      problem("the journal's ledger: " + states);
    }
    if (states.journaled() != recorded || states.dropped() > 0) {
      problem("the endpoint's and the journal's samples differ: " + recorded + ", " + states);
    }
  }
}
