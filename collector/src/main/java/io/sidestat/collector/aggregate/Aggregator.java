package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.MetricId;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.shape.Scale;
import io.sidestat.collector.shape.ShapedMetric;
import io.sidestat.collector.shape.Shaper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table of live series and the open interval. Every method runs on the owner thread.
 *
 * <p>Limits: live series as configured; spellings (type, name and tags as sent) {@value
 * #SPELLINGS_PER_SERIES} times as many. Samples of anything past a limit are refused and counted. A
 * series or spelling that gets no sample for {@value #IDLE_MILLIS} ms makes room again; a gauge
 * then forgets its value.
 */
public final class Aggregator implements SampleSink {
  /** Spellings of names and tags kept for each series that the limit allows. */
  static final int SPELLINGS_PER_SERIES = 4;

  /** How long a series may be idle before it makes room. */
  static final long IDLE_MILLIS = 3_600_000;

  private final Shaper shaper;
  private final Grid grid;
  private final int seriesMax;
  private final LedgerBook book;
  private final RawSeriesTable spellings;
  private final Map<MetricId, Series> live = new HashMap<>();
  private List<Series> touched = new ArrayList<>();
  private long intervalIndex;

  /**
   * An aggregator without series.
   *
   * @param relativeError allowed in each value, 0.001 to 0.05
   * @param seriesMax most live series
   * @param hashSeed anything that senders cannot know
   */
  public Aggregator(
      Shaper shaper, double relativeError, int seriesMax, LedgerBook book, long hashSeed) {
    this.shaper = shaper;
    this.grid = Grid.within(relativeError);
    this.seriesMax = seriesMax;
    this.book = book;
    this.spellings = new RawSeriesTable(hashSeed, seriesMax * SPELLINGS_PER_SERIES);
  }

  @Override
  public void accept(RawSample sample) {
    long hash = spellings.hash(sample);
    RawSeriesTable.Entry entry = spellings.find(hash, sample);
    if (entry == null) {
      entry = newSpelling(hash, sample);
    }
    if (entry == null) {
      book.refused();
      return;
    }
    entry.lastTouched = intervalIndex;
    Scale scale = entry.scale;
    if (scale == null) {
      book.skipped();
      return;
    }
    if (entry.series == null) {
      book.refused();
      return;
    }
    if (scale.changes()) {
      sample.value = scale.apply(sample.value);
      if (Math.abs(sample.value) > Datum.MAGNITUDE_MAX) {
        reject(RejectReason.OUT_OF_RANGE, sample);
        return;
      }
    }
    record(entry.series, sample);
  }

  private void reject(RejectReason reason, RawSample sample) {
    book.rejected(reason, sample.bytes, sample.nameStart, sample.lineEnd);
  }

  private void record(Series series, RawSample sample) {
    RejectReason reason = series.record(sample);
    if (reason != null) {
      reject(reason, sample);
      return;
    }
    book.aggregated();
    if (series.lastTouched != intervalIndex) {
      series.lastTouched = intervalIndex;
      touched.add(series);
    }
  }

  private RawSeriesTable.@Nullable Entry newSpelling(long hash, RawSample sample) {
    if (spellings.full()) {
      return null;
    }
    ShapedMetric shaped = shaper.shape(sample.type, sample.name(), sample.tags());
    if (shaped == null) {
      return spellings.add(hash, sample, null, null);
    }
    if (shaped.mended()) {
      book.mended(sample);
    }
    Series series = live.get(shaped.id());
    if (series == null && live.size() < seriesMax) {
      series = Series.of(shaped.id(), shaped.resolution(), grid);
      live.put(shaped.id(), series);
    }
    return spellings.add(hash, sample, series, shaped.scale());
  }

  /** Number of live series. */
  public int liveSeries() {
    return live.size();
  }

  /**
   * Ends the open interval and begins the next. Takes a step for each live series, and none for its
   * samples.
   */
  public ClosedSlice close(Interval interval) {
    List<ClosedSlice.Swapped> swapped = new ArrayList<>(touched.size());
    for (Series series : touched) {
      Accumulator accumulator = series.swap();
      if (accumulator != null) {
        swapped.add(new ClosedSlice.Swapped(series.id(), series.resolution(), accumulator));
      }
    }
    ClosedSlice slice =
        new ClosedSlice(interval, swapped, book.snapshot(), book.examples(), book.mendedNames());
    book.clear();
    touched = new ArrayList<>(touched.size());
    intervalIndex++;
    dropIdle(interval.lengthMillis());
    return slice;
  }

  private void dropIdle(long intervalMillis) {
    long idleIntervals = Math.max(1, IDLE_MILLIS / intervalMillis);
    long oldest = intervalIndex - idleIntervals;
    boolean roomMade = live.values().removeIf(series -> series.lastTouched < oldest);
    // Spellings that the limit kept out are let go, to be asked again with their next sample.
    if (roomMade || spellings.full() || intervalIndex % idleIntervals == 0) {
      spellings.retain(
          entry ->
              entry.lastTouched >= oldest
                  && (entry.scale == null
                      || (entry.series != null && entry.series.lastTouched >= oldest)));
    }
  }
}
