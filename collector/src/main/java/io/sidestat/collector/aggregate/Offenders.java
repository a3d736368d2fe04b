package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.Offender;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the distinct values of each metric's dimensions, and of metric names, to tell what makes
 * series many. For one cold thread.
 *
 * <p>Limits: {@value #PAIRS_MAX} pairs of metric and dimension, of which the one with the fewest
 * values makes room for another; {@value #VALUES_OF_A_PAIR_MAX} values for each; {@value
 * #VALUES_MAX} in all, about 8 MB. Past a limit the counts are "at least". The count covers the
 * hour so far and the series that were live when it began.
 */
public final class Offenders {
  /** How many are told of. */
  static final int TOP = 10;

  static final int PAIRS_MAX = 1_000;
  static final int VALUES_OF_A_PAIR_MAX = 65_536;
  static final int VALUES_MAX = 262_144;

  /** One value means nothing: a default dimension has no more. */
  private static final int VALUES_TO_OFFEND = 2;

  private static final long HASH_SEED = 0x4f46_4645_4e44_4552L;

  private final Map<Pair, Values> pairs = new LinkedHashMap<>();
  private int valuesHeld;
  private boolean complete = true;

  private record Pair(String metric, String dimension) {}

  private static final class Values {
    private final DistinctHashes distinct = new DistinctHashes(VALUES_OF_A_PAIR_MAX);
    private boolean complete = true;
  }

  /** Counts what an interval brought. */
  public void count(SeriesCensus census) {
    if (census.startsAnew()) {
      pairs.clear();
      valuesHeld = 0;
      complete = true;
    }
    complete &= census.complete();
    for (MetricId id : census.seen()) {
      add(Offender.ALL_METRICS, Offender.NAME, id.name());
      for (Dimension dimension : id.dimensions()) {
        add(id.name(), dimension.name(), dimension.value());
      }
    }
  }

  private void add(String metric, String dimension, String value) {
    if (valuesHeld >= VALUES_MAX) {
      complete = false;
      return;
    }
    Values values = valuesOf(new Pair(metric, dimension));
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    int before = values.distinct.size();
    values.complete &= values.distinct.add(ByteHash.hash(bytes, 0, bytes.length, HASH_SEED));
    valuesHeld += values.distinct.size() - before;
  }

  private Values valuesOf(Pair pair) {
    Values known = pairs.get(pair);
    if (known != null) {
      return known;
    }
    if (pairs.size() >= PAIRS_MAX) {
      forgetSmallest();
    }
    Values values = new Values();
    pairs.put(pair, values);
    return values;
  }

  /** The oldest of those with the fewest values, so that a newer one has time to grow. */
  private void forgetSmallest() {
    Pair smallest = null;
    int fewest = Integer.MAX_VALUE;
    for (Map.Entry<Pair, Values> entry : pairs.entrySet()) {
      int size = entry.getValue().distinct.size();
      if (size < fewest) {
        fewest = size;
        smallest = entry.getKey();
      }
    }
    @Nullable Values forgotten = smallest == null ? null : pairs.remove(smallest);
    valuesHeld -= forgotten == null ? 0 : forgotten.distinct.size();
  }

  /** Those with the most values, at most {@value #TOP}, most first. */
  public List<Offender> top() {
    return pairs.entrySet().stream()
        .filter(entry -> entry.getValue().distinct.size() >= VALUES_TO_OFFEND)
        .map(entry -> offender(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingInt(Offender::values)
                .reversed()
                .thenComparing(Offender::metric)
                .thenComparing(Offender::dimension))
        .limit(TOP)
        .toList();
  }

  private Offender offender(Pair pair, Values values) {
    return new Offender(
        pair.metric(), pair.dimension(), values.distinct.size(), !(complete && values.complete));
  }
}
