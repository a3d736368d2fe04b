package io.sidestat.collector.aggregate;

import io.sidestat.collector.config.SeriesConfig;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.Resolution;
import io.sidestat.collector.model.SeriesType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
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
  private final WatchedSeries watched = new WatchedSeries(this);
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
    Series series = moved != null ? moved : begin(id, resolution);
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
    Series known = known(id);
    if (known != null) {
      known.refine(resolution);
      return known;
    }
    if (other.size() >= OTHER_MAX) {
      return null;
    }
    Series series = begin(id, resolution);
    other.put(id, series);
    return series;
  }

  private Series begin(MetricId id, Resolution resolution) {
    Series series = Series.of(id, resolution, grid);
    watched.begun(series);
    return series;
  }

  WatchedSeries watched() {
    return watched;
  }

  /** The series of that identity, of its own or for others; null if there is none. */
  @Nullable Series known(MetricId id) {
    Series known = own.get(id);
    return known != null ? known : other.get(id);
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
    if (ownIdle || otherIdle) {
      watched.forget(idle);
    }
    return ownIdle || otherIdle;
  }

  Collection<MetricId> ownIds() {
    return own.keySet();
  }

  /** The identities of all, of their own and for others. */
  List<MetricId> ids() {
    List<MetricId> all = new ArrayList<>(own.keySet());
    all.addAll(other.keySet());
    return all;
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
