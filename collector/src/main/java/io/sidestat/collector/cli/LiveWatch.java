package io.sidestat.collector.cli;

import io.sidestat.collector.aggregate.WatchedSeries;
import io.sidestat.collector.aggregate.WatchedSlice;
import io.sidestat.collector.cli.live.LiveViews;
import io.sidestat.collector.listen.ReceiveLoop;
import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.MetricId;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the owner thread watch what {@link LiveViews} want, and gives them what it hands over. For
 * the thread that packs.
 */
final class LiveWatch {
  private static final Logger log = LoggerFactory.getLogger(LiveWatch.class);

  private final LiveViews views;
  private final ReceiveLoop loop;
  private final WatchedSeries series;

  /** A watch over series that belong to that loop's thread. */
  LiveWatch(LiveViews views, ReceiveLoop loop, WatchedSeries series) {
    this.views = views;
    this.loop = loop;
    this.series = series;
  }

  /** Watches other series if others are wanted than before. */
  void refresh() throws InterruptedException {
    if (!views.takeChanged()) {
      return;
    }
    try {
      watch();
    } catch (RuntimeException e) {
      // The owner does not answer, or has ended: nothing of what is packed depends on this.
      log.warn("series are not watched as asked for: {}", e.toString());
      views.change();
    }
  }

  private void watch() throws InterruptedException {
    if (views.isEmpty()) {
      loop.call(
          () -> {
            series.stop();
            return true;
          });
      return;
    }
    Predicate<MetricId> wanted = views.wanted();
    // There may be tens of thousands to look through, for which the owner has no time.
    List<MetricId> all = loop.call(() -> series.want(wanted));
    List<MetricId> found = all.stream().filter(wanted).toList();
    loop.call(
        () -> {
          series.watch(found);
          return true;
        });
    views.watched();
  }

  /** Shows what came with a slice; no fault of a view is one of the slice. */
  void show(Cut cut, Fragment fragment) {
    try {
      add(cut, fragment);
    } catch (RuntimeException e) {
      log.error("what came in a second cannot be shown", e);
    }
  }

  private void add(Cut cut, Fragment fragment) {
    if (cut.slice() instanceof WatchedSlice slice) {
      views.complete(slice.complete());
    }
    Set<MetricId> watched = cut.slice().watched();
    List<ClosedSeries> shown =
        fragment.series().stream().filter(one -> watched.contains(one.id())).toList();
    views.add(cut.stretch(), shown);
  }
}
