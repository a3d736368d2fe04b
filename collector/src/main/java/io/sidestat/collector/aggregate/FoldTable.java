package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Dimension;
import io.sidestat.collector.shape.ShapedMetric;
import io.sidestat.collector.shape.Shaper;
import java.util.List;

/**
 * Finds the {@code __other__} series of a sample whose spelling nobody has room to keep: by its
 * type, name and tag names, so that tag values without end find one entry. For the owner thread.
 *
 * <p>A cache of at most {@link #ENTRIES_MAX} entries, emptied when it is full and at each minute's
 * end: an entry only repeats what the shaper says. A sample that finds its entry allocates nothing;
 * one that does not, as with metric names without end, costs a call of the shaper.
 */
final class FoldTable {
  /** A few orders of tags for each {@code __other__} series that there may be. */
  static final int ENTRIES_MAX = 4 * LiveSeries.OTHER_MAX;

  private final Shaper shaper;
  private final LiveSeries series;
  private final ValuelessSpelling valueless;
  private final RawSeriesTable table;

  FoldTable(Shaper shaper, LiveSeries series, long hashSeed) {
    this.shaper = shaper;
    this.series = series;
    this.valueless = new ValuelessSpelling(shaper.defaultTags());
    this.table = new RawSeriesTable(hashSeed, ENTRIES_MAX);
  }

  /** The entry that the sample falls to; its series is null if there is no room even for that. */
  RawSeriesTable.Entry entryOf(RawSample sample) {
    RawSample key = valueless.of(sample);
    long hash = table.hash(key);
    RawSeriesTable.Entry known = table.find(hash, key);
    return known != null ? known : add(hash, key, sample);
  }

  private RawSeriesTable.Entry add(long hash, RawSample key, RawSample sample) {
    if (table.full()) {
      table.clear();
    }
    List<Dimension> tags = valueless.tags(sample);
    ShapedMetric shaped = shaper.shape(sample.type, sample.name(), tags);
    if (shaped == null) {
      return table.addSkipped(hash, key);
    }
    Series other = series.other(shaper.other(shaped.id()), shaped.resolution());
    return table.addFolded(hash, key, other, shaped.scale());
  }

  void clear() {
    table.clear();
  }
}
