package io.sidestat.collector.aggregate;

import io.sidestat.collector.config.SeriesConfig;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.Resolution;
import io.sidestat.collector.model.SeriesType;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The series there are: those of their own name and tags, as many as configured, and the {@code
 * __other__} series, which stand for those past that limit. No identity is in both. For the owner
 * thread.
 */
final class LiveSeries {
  /**
   * Most {@code __other__} series. There is one for each metric name and set of tag names that went
   * past the limit, so an app has tens; a thousand leaves room for many apps on a host, and is a
   * bound on the bill of who sends names without end.
   */
  static final int OTHER_MAX = 1_000;

  private SeriesConfig limits;
  private final Grid grid;
  private final Map<MetricId, Series> own = new HashMap<>();
  private final Map<MetricId, Series> other = new HashMap<>();
  private int begunThisMinute;

  LiveSeries(SeriesConfig limits, Grid grid) {
    this.limits = limits;
    this.grid = grid;
  }

  /** From now on; what is there stays. */
  void limit(SeriesConfig newLimits) {
    limits = newLimits;
  }

  /** The series of that identity, begun if there is room; null if there is not. */
  @Nullable Series own(MetricId id, Resolution resolution) {
    Series known = own.get(id);
    if (known != null) {
      known.refine(resolution);
      return known;
    }
    if (own.size() >= limits.limit() || begunThisMinute >= limits.newPerMinute()) {
      return null;
    }
    begunThisMinute++;
    // A series without tags stands for itself when it is folded: then it moves, with its state.
    Series moved = other.remove(id);
    Series series = moved != null ? moved : Series.of(id, resolution, grid);
    series.refine(resolution);
    own.put(id, series);
    return series;
  }

  /**
   * The series that stands for others under that identity, begun if there is room; null if not.
   *
   * @param id as {@link io.sidestat.collector.shape.Shaper#other} answers it
   */
  @Nullable Series other(MetricId id, Resolution resolution) {
    Series known = own.containsKey(id) ? own.get(id) : other.get(id);
    if (known != null) {
      known.refine(resolution);
      return known;
    }
    if (other.size() >= OTHER_MAX) {
      return null;
    }
    Series series = Series.of(id, resolution, grid);
    other.put(id, series);
    return series;
  }

  /** A minute is over: as many new series as configured may begin again. */
  void minuteOver() {
    begunThisMinute = 0;
  }

  /**
   * Forgets the series without a sample since that interval; answers whether there were any.
   *
   * @param oldestGauge the interval for gauges, which hold a value still
   */
  boolean forgetIdle(long oldest, long oldestGauge) {
    Predicate<Series> idle =
        series ->
            series.lastTouched < (series.id().type() == SeriesType.GAUGE ? oldestGauge : oldest);
    boolean ownIdle = own.values().removeIf(idle);
    boolean otherIdle = other.values().removeIf(idle);
    return ownIdle || otherIdle;
  }

  Collection<MetricId> ownIds() {
    return own.keySet();
  }

  int ownCount() {
    return own.size();
  }

  int begunThisMinute() {
    return begunThisMinute;
  }

  int otherCount() {
    return other.size();
  }
}
