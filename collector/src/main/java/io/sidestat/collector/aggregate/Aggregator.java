package io.sidestat.collector.aggregate;

import io.sidestat.collector.config.SeriesConfig;
import io.sidestat.collector.model.Datum;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.RejectReason;
import io.sidestat.collector.shape.Scale;
import io.sidestat.collector.shape.ShapedMetric;
import io.sidestat.collector.shape.Shaper;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table of live series and the open interval. Every method runs on the owner thread.
 *
 * <p>Limits: live series, and series begun in a minute, as configured; spellings (type, name and
 * tags as sent) {@value #SPELLINGS_PER_SERIES} times as many. Samples of anything past a limit are
 * folded: they go to the {@code __other__} series of their metric, so that counts and sums over all
 * its series stay exact. Of {@code __other__} series there are at most {@link
 * LiveSeries#OTHER_MAX}; samples that would need one more are refused.
 *
 * <p>A minute is sixty seconds of closed intervals. At its end what was folded or refused is let
 * go, to be asked again with its next sample, and what got no sample for {@value #IDLE_MILLIS} ms
 * makes room; a gauge then forgets its value. A series that has its own identity keeps it while its
 * spelling is known.
 */
public final class Aggregator implements SampleSink {
  /** Spellings of names and tags kept for each series that the limit allows. */
  static final int SPELLINGS_PER_SERIES = 4;

  /** How long a series may be idle before it makes room. */
  static final long IDLE_MILLIS = 3_600_000;

  private static final long MINUTE_MILLIS = 60_000;

  private final long hashSeed;
  private Shaper shaper;
  private boolean tagValuesDecide;
  private SeriesConfig limits;
  private final LedgerBook book;
  private final LiveSeries live;
  private RawSeriesTable spellings;

  /** Those of {@link #spellings}, by their bytes; emptied at a minute's end if it is full. */
  private LineTable lines;

  private FoldTable folds;
  private final SeenMetrics seen = new SeenMetrics();
  private List<Series> touched = new ArrayList<>();
  private long intervalIndex;

  /** The interval in which samples were last shaped otherwise; -1 if that is dealt with. */
  private long reshapedAt = -1;

  private long sliceIndex;

  /** Of the sample before, or of the line recalled, for those that come again under it. */
  private ProbeTable.@Nullable Known last;

  /** Of the intervals closed in this minute. */
  private long minuteMillis;

  /** Whether a spelling was folded or refused since the last minute's end. */
  private boolean keptOut;

  /** Null while nobody watches: all that a sample then costs more is to see that. */
  private @Nullable SampleTap tap;

  private int taps;

  /**
   * An aggregator without series.
   *
   * @param hashSeed anything that senders cannot know
   */
  public Aggregator(Shaper shaper, Grid grid, SeriesConfig limits, LedgerBook book, long hashSeed) {
    this.hashSeed = hashSeed;
    this.shaper = shaper;
    this.tagValuesDecide = shaper.tagValuesDecide();
    this.limits = limits;
    this.book = book;
    this.live = new LiveSeries(limits, grid);
    this.spellings = new RawSeriesTable(hashSeed, limits.limit() * SPELLINGS_PER_SERIES);
    this.lines = new LineTable(limits.limit() * SPELLINGS_PER_SERIES);
    this.folds = new FoldTable(shaper, live, hashSeed);
  }

  /**
   * From the next sample on shapes otherwise and keeps other limits. Series go on under the
   * identities that they have; those that get no sample any more make room at the end of the next
   * minute, but for gauges, whose value a later step may build on.
   */
  public void reshape(Shaper newShaper, SeriesConfig newLimits) {
    shaper = newShaper;
    tagValuesDecide = newShaper.tagValuesDecide();
    limits = newLimits;
    live.limit(newLimits);
    spellings = new RawSeriesTable(hashSeed, newLimits.limit() * SPELLINGS_PER_SERIES);
    lines = new LineTable(newLimits.limit() * SPELLINGS_PER_SERIES);
    folds = new FoldTable(newShaper, live, hashSeed);
    last = null;
    reshapedAt = intervalIndex;
  }

  /** From the next sample on that tap takes what it wants; none if it is null. */
  public void tap(@Nullable SampleTap next) {
    if (next != null) {
      // Of a recalled line the name is not known: each is read in full once more.
      lines.touchSpellings();
      lines.clear();
      next.begin(++taps);
    }
    tap = next;
    book.tap(next);
  }

  @Override
  public boolean recall(RawSample sample) {
    LineTable.Line line = lines.find(sample);
    if (line == null) {
      return false;
    }
    sample.type = line.type;
    sample.rate = line.rate;
    last = line;
    return true;
  }

  @Override
  public void accept(RawSample sample) {
    ProbeTable.Known known = sample.again ? last : null;
    if (known == null) {
      known = entryOf(sample);
      last = known;
    }
    known.lastTouched = intervalIndex;
    Scale scale = known.scale;
    if (scale == null) {
      book.skipped();
      show(known, sample);
      return;
    }
    Series series = known.series;
    if (series == null) {
      book.refused();
      show(known, sample);
      return;
    }
    if (scale.changes()) {
      sample.value = Grid.zeroIfTiny(scale.apply(sample.value));
      if (Math.abs(sample.value) > Datum.MAGNITUDE_MAX) {
        reject(RejectReason.OUT_OF_RANGE, sample);
        return;
      }
    }
    if (record(series, known.own, sample)) {
      show(known, sample);
    }
  }

  private void show(ProbeTable.Known known, RawSample sample) {
    SampleTap current = tap;
    if (current != null && known.wantedBy != 0) {
      current.take(known, sample, book.lines());
    }
  }

  private RawSeriesTable.Entry entryOf(RawSample sample) {
    long hash = spellings.hash(sample);
    RawSeriesTable.Entry known = spellings.find(hash, sample);
    RawSeriesTable.Entry entry = known != null ? known : newSpelling(hash, sample);
    SampleTap current = tap;
    if (current != null) {
      current.decide(entry, sample);
    }
    if (known != null && sample.recallable) {
      lines.remember(sample, known);
    }
    return entry;
  }

  private void reject(RejectReason reason, RawSample sample) {
    book.rejected(reason, sample.bytes, sample.headStart, sample.lineEnd);
  }

  /** Answers whether the series took the sample. */
  private boolean record(Series series, boolean own, RawSample sample) {
    RejectReason reason = series.record(sample);
    if (reason != null) {
      reject(reason, sample);
      return false;
    }
    if (own) {
      book.aggregated();
    } else {
      book.folded();
    }
    if (series.lastSlice != sliceIndex) {
      series.lastSlice = sliceIndex;
      series.lastTouched = intervalIndex;
      touched.add(series);
    }
    return true;
  }

  private RawSeriesTable.Entry newSpelling(long hash, RawSample sample) {
    boolean full = spellings.full();
    if (full) {
      seen.missed();
    }
    if (full && !tagValuesDecide) {
      return folds.entryOf(sample);
    }
    // With such rules a spelling that is not kept may still be of a series that is: a removed
    // request id must not fold its endpoint. That costs a call of the shaper for each sample.
    ShapedMetric shaped = shaper.shape(sample.type, sample.name(), sample.tags());
    if (shaped == null) {
      return spellings.addSkipped(hash, sample);
    }
    if (shaped.mended() && !full) {
      book.mended(sample);
    }
    Series own = live.own(shaped.id(), shaped.resolution());
    if (own != null) {
      seen.own(shaped.id());
      return spellings.addOwn(hash, sample, own, shaped.scale());
    }
    keptOut = true;
    seen.folded(shaped.id());
    Series other = live.other(shaper.other(shaped.id()), shaped.resolution());
    return spellings.addFolded(hash, sample, other, shaped.scale());
  }

  /** Number of live series, without those that stand for others. */
  public int liveSeries() {
    return live.ownCount();
  }

  /** Number of {@code __other__} series. */
  public int otherSeries() {
    return live.otherCount();
  }

  /** Number of spellings kept. */
  int spellings() {
    return spellings.size();
  }

  /** Number of lines that would be recalled. */
  int linesKnown() {
    return lines.size();
  }

  /** Ends the open interval and begins the next; at most as much work as {@link #cut}. */
  public ClosedSlice close(Interval interval) {
    ClosedSlice slice = slice(interval, true);
    intervalIndex++;
    minuteMillis += interval.lengthMillis();
    if (minuteMillis >= MINUTE_MILLIS) {
      minuteMillis = 0;
      minuteOver(interval.lengthMillis());
    }
    return slice;
  }

  /**
   * Hands over what the open interval has so far; the interval goes on. Takes a step for each
   * series touched since the last time, and none for its samples.
   */
  public ClosedSlice cut(Interval interval) {
    return slice(interval, false);
  }

  private ClosedSlice slice(Interval interval, boolean last) {
    List<Swapped> swapped = new ArrayList<>(touched.size());
    touched.forEach(series -> Swapped.add(series, swapped));
    ClosedSlice slice =
        new ClosedSlice(
            interval,
            last,
            swapped,
            book.snapshot(),
            seen.take(limits, live),
            book.examples(),
            book.mendedNames());
    book.clear();
    touched = new ArrayList<>(touched.size());
    sliceIndex++;
    return slice;
  }

  /** The series that somebody wants to see by the second. */
  public WatchedSeries watched() {
    return live.watched();
  }

  private void minuteOver(long intervalMillis) {
    live.minuteOver();
    long idleIntervals = IDLE_MILLIS / intervalMillis;
    long oldestGauge = intervalIndex - idleIntervals;
    long oldest = oldestGauge;
    if (reshapedAt >= 0 && reshapedAt < intervalIndex - 1) {
      oldest = Math.max(oldest, reshapedAt + 1);
      reshapedAt = -1;
    }
    boolean hourOver = intervalIndex % idleIntervals == 0;
    boolean anyIdle = live.forgetIdle(oldest, oldestGauge);
    boolean full = spellings.full();
    boolean tidy = anyIdle || hourOver || full || keptOut;
    if (tidy || lines.full()) {
      lines.touchSpellings();
    }
    if (tidy) {
      long oldestKept = oldest;
      spellings.retain(entry -> worthKeeping(entry, oldestKept, full));
      lines.retain(line -> worthKeeping(line.spelling, oldestKept, full));
    }
    if (lines.full()) {
      lines.clear();
    }
    // Its entries may point to series that are forgotten, or that there is room for now.
    folds.clear();
    keptOut = false;
    if (hourOver) {
      seen.startAnew(live.ownIds());
    }
  }

  /** Skipped spellings cost but a call of the shaper: they go when it gets tight. */
  private static boolean worthKeeping(RawSeriesTable.Entry entry, long oldest, boolean full) {
    if (entry.lastTouched < oldest) {
      return false;
    }
    if (entry.scale == null) {
      return !full;
    }
    return entry.own && entry.series != null && entry.series.lastTouched >= oldest;
  }
}
