package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.MetricId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * The live series that somebody wants to see by the second. For the owner thread, which takes a
 * step for each of them every second: so there are at most {@value #SERIES_MAX}.
 */
public final class WatchedSeries {
  static final int SERIES_MAX = 1_000;

  private final LiveSeries live;
  private final List<Series> watched = new ArrayList<>();
  private Predicate<MetricId> wanted = id -> false;
  private boolean active;
  private int leftOut;

  WatchedSeries(LiveSeries live) {
    this.live = live;
  }

  /**
   * From now on watches the series that begin and are wanted; answers the identities of all there
   * are, for whoever finds those wanted among them on another thread and then calls {@link #watch}.
   */
  public List<MetricId> want(Predicate<MetricId> wantedFromNow) {
    wanted = wantedFromNow;
    active = true;
    return live.ids();
  }

  /** Nobody looks any more. */
  public void stop() {
    watch(List.of());
    wanted = id -> false;
    active = false;
  }

  /** Watches these series, if they are there still, in place of those before. */
  public void watch(Collection<MetricId> ids) {
    watched.forEach(series -> series.watched = false);
    watched.clear();
    leftOut = 0;
    for (MetricId id : ids) {
      Series series = live.known(id);
      if (series != null) {
        add(series);
      }
    }
  }

  /** Whether somebody looks, be there such series or not. */
  public boolean active() {
    return active;
  }

  /** Number of series that are wanted and not watched, since there were too many already. */
  public int leftOut() {
    return leftOut;
  }

  /** A series begins. */
  void begun(Series series) {
    if (wanted.test(series.id())) {
      add(series);
    }
  }

  private void add(Series series) {
    if (watched.size() < SERIES_MAX) {
      series.watched = true;
      watched.add(series);
    } else {
      leftOut++;
    }
  }

  /** Some series are forgotten. */
  void forget(Predicate<Series> forgotten) {
    watched.removeIf(forgotten);
  }

  /** Swaps out what they gathered. */
  List<Swapped> swap() {
    List<Swapped> swapped = new ArrayList<>(watched.size());
    for (Series series : watched) {
      if (series.hasSamples()) {
        Swapped.add(series, swapped);
      }
    }
    return swapped;
  }
}
