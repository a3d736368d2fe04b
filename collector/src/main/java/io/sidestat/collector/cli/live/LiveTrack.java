package io.sidestat.collector.cli.live;

import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.SeriesType;
import io.sidestat.collector.model.SeriesValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last quarter of an hour of one group of series. Not thread-safe. */
final class LiveTrack {
  static final int SECONDS_KEPT = 900;

  private final LiveGroup group;
  private final Deque<LiveSecond> seconds = new ArrayDeque<>();
  private final HeatMap heat = new HeatMap();
  private @Nullable SeriesValue open;
  private long openStart;
  private long openMillis;

  LiveTrack(LiveGroup group) {
    this.group = group;
  }

  /**
   * Adds what came within a second.
   *
   * @param second since 1970; an earlier one than before counts as the same
   */
  void add(long second, long millis, SeriesValue value) {
    SeriesValue earlier = open;
    if (earlier != null && second > openStart) {
      seconds.addLast(LiveSecond.of(openStart, openMillis, earlier));
      earlier = null;
      openMillis = 0;
    }
    openStart = Math.max(second, openStart);
    openMillis += millis;
    open = earlier == null ? value : earlier.followedBy(value);
    if (value instanceof Distribution distribution) {
      heat.add(openStart, distribution);
    }
    while (!seconds.isEmpty() && seconds.getFirst().start() <= openStart - SECONDS_KEPT) {
      seconds.removeFirst();
    }
  }

  /**
   * What is known of the seconds later than one and earlier than another.
   *
   * @param until the second that is not over yet
   */
  Map<String, Object> figures(long since, long until) {
    List<LiveSecond> told = new ArrayList<>();
    for (LiveSecond second : seconds) {
      if (second.start() > since) {
        told.add(second);
      }
    }
    SeriesValue last = open;
    if (last != null && openStart > since && openStart < until) {
      told.add(LiveSecond.of(openStart, openMillis, last));
    }
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("namespace", group.namespace());
    figures.put("type", group.type().name().toLowerCase(Locale.ROOT));
    figures.put("unit", group.unit().label());
    figures.put("by", group.by());
    figures.put("seconds", columns(told));
    if (group.type() == SeriesType.TIMER) {
      figures.put("heat", heat.figures(since));
    }
    return figures;
  }

  /** One array for each figure, which takes a third of the bytes of an object for each second. */
  private static Map<String, Object> columns(List<LiveSecond> told) {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("start", told.stream().map(LiveSecond::start).toList());
    columns.put("millis", told.stream().map(LiveSecond::millis).toList());
    for (int i = 0; i < LiveSecond.STATISTICS.size(); i++) {
      List<@Nullable Double> values = new ArrayList<>(told.size());
      for (LiveSecond second : told) {
        double value = second.statistics()[i];
        values.add(Double.isNaN(value) ? null : value);
      }
      columns.put(LiveSecond.STATISTICS.get(i).label(), values);
    }
    return columns;
  }
}
