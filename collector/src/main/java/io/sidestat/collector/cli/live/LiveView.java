package io.sidestat.collector.cli.live;

import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.Distribution;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.SeriesValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One metric second by second, from when it was first asked for. Not thread-safe. */
final class LiveView {
  private static final int VALUES_MAX = 1_024;

  private final LiveKey key;
  private final Map<LiveGroup, LiveTrack> tracks = new LinkedHashMap<>();

  /** When its series were watched, in nanoseconds of the JVM's clock; before, all else is old. */
  private long watchedNanos = Long.MAX_VALUE;

  /** The first second that it knows all of; then the one that is not over yet. */
  private long from = -1;

  private long until = -1;
  private boolean complete = true;

  LiveView(LiveKey key) {
    this.key = key;
  }

  /** Its series are watched since then. */
  void watched(long nowNanos) {
    if (watchedNanos == Long.MAX_VALUE) {
      watchedNanos = nowNanos;
    }
  }

  /**
   * Adds what its series got between two moments.
   *
   * @param room how many tracks it may begin
   */
  void add(LiveStretch stretch, List<ClosedSeries> series, Grid grid, int room) {
    // Two readings of a clock that wraps; before it is watched none is late enough.
    if (watchedNanos == Long.MAX_VALUE || stretch.fromNanos() - watchedNanos < 0) {
      return;
    }
    if (from < 0) {
      from = stretch.second();
    }
    until = Math.max(until, stretch.secondAfter());
    Map<LiveGroup, SeriesValue> merged = new HashMap<>();
    for (ClosedSeries one : series) {
      if (key.matches(one.id())) {
        merged.merge(
            key.group(one.id()), one.value(), (left, right) -> fitted(left.merge(right), grid));
      }
    }
    int left = room;
    for (Map.Entry<LiveGroup, SeriesValue> one : merged.entrySet()) {
      LiveTrack track = tracks.get(one.getKey());
      if (track == null && left > 0) {
        track = new LiveTrack(one.getKey());
        tracks.put(one.getKey(), track);
        left--;
      }
      if (track == null) {
        complete = false;
      } else {
        track.add(stretch.second(), stretch.millis(), one.getValue());
      }
    }
  }

  private static SeriesValue fitted(SeriesValue value, Grid grid) {
    return value instanceof Distribution distribution ? grid.fit(distribution, VALUES_MAX) : value;
  }

  int tracks() {
    return tracks.size();
  }

  /** What is known of the seconds after that one. */
  Map<String, Object> figures(long since, boolean allWatched) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("from", from);
    figures.put("until", until);
    figures.put("complete", complete && allWatched);
    figures.put(
        "groups", tracks.values().stream().map(track -> track.figures(since, until)).toList());
    return figures;
  }
}
