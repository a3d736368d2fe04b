package io.sidestat.collector.aggregate;

import io.sidestat.collector.config.SeriesConfig;
import io.sidestat.collector.model.MetricId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Notes whose samples came new in the open interval. For the owner thread. */
final class SeenMetrics {
  /**
   * Most folded identities noted in one interval. They share nothing with live series, and 64
   * intervals may wait for the disk: about 60 MB at 250 bytes each.
   */
  static final int FOLDED_MAX = 4_096;

  private List<MetricId> ids = new ArrayList<>();
  private int folded;
  private boolean complete = true;
  private boolean startsAnew = true;

  void own(MetricId id) {
    ids.add(id);
  }

  void folded(MetricId id) {
    if (folded == FOLDED_MAX) {
      complete = false;
    } else {
      folded++;
      ids.add(id);
    }
  }

  /** There is one that nobody looked at. */
  void missed() {
    complete = false;
  }

  /** Hands over what was noted; the next interval begins with nothing. */
  SeriesCensus take(SeriesConfig limits, LiveSeries series) {
    SeriesCensus census =
        new SeriesCensus(
            limits,
            series.ownCount(),
            series.otherCount(),
            series.begunThisMinute(),
            ids,
            complete,
            startsAnew);
    ids = new ArrayList<>();
    folded = 0;
    complete = true;
    startsAnew = false;
    return census;
  }

  /** Begins a new count with the series there are. */
  void startAnew(Collection<MetricId> live) {
    ids.addAll(live);
    startsAnew = true;
  }
}
