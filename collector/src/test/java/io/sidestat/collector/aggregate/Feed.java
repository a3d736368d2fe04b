package io.sidestat.collector.aggregate;

import io.sidestat.collector.config.SeriesConfig;
import io.sidestat.collector.model.ClosedSeries;
import io.sidestat.collector.model.Fragment;
import io.sidestat.collector.model.Grid;
import io.sidestat.collector.model.Interval;
import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.SeriesValue;
import io.sidestat.collector.protocol.DatagramParser;
import io.sidestat.collector.shape.Shaper;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A real aggregator behind the real parser, fed with text, a datagram for each line. */
public final class Feed {
  static final long MINUTE_MILLIS = 60_000;

  private final LedgerBook book = new LedgerBook();
  private final Aggregator aggregator;
  private final DatagramParser parser;
  private long lengthMillis = MINUTE_MILLIS;
  private Interval interval = new Interval(0, MINUTE_MILLIS);
  private long sequence;

  public Feed() {
    this(1_000, 0.005);
  }

  public Feed(int seriesMax, double relativeError) {
    this(new SeriesConfig(seriesMax, 1_000_000), relativeError, new Shaper("Test", Map.of()));
  }

  public Feed(Shaper shaper) {
    this(new SeriesConfig(1_000, 1_000_000), 0.005, shaper);
  }

  public Feed(SeriesConfig limits, double relativeError, Shaper shaper) {
    this(limits, Grid.within(relativeError), shaper);
  }

  public Feed(SeriesConfig limits, Grid grid, Shaper shaper) {
    aggregator = new Aggregator(shaper, grid, limits, book, 0x5eed);
    parser = new DatagramParser(aggregator, book);
  }

  public Feed send(String... datagrams) {
    for (String datagram : datagrams) {
      send(datagram.getBytes(StandardCharsets.UTF_8));
    }
    return this;
  }

  public Feed send(byte[] datagram) {
    parser.parse(datagram, 0, datagram.length);
    return this;
  }

  /** What the ledger says of the open interval. */
  public Ledger ledger() {
    return book.snapshot();
  }

  public LedgerBook book() {
    return book;
  }

  public Aggregator aggregator() {
    return aggregator;
  }

  /** Makes the intervals of that length, to be called before the first is closed. */
  public Feed intervals(long lengthMillis) {
    this.lengthMillis = lengthMillis;
    interval = new Interval(0, lengthMillis);
    return this;
  }

  /** Closes an interval, a minute unless said otherwise; the next follows it. */
  public Fragment close() {
    Fragment fragment = closeSlice().toFragment("run", sequence++);
    return fragment;
  }

  /** Takes what the open interval has so far; it goes on. */
  public ClosedSlice cut() {
    return aggregator.cut(interval);
  }

  /** Takes what the watched series have so far. */
  public WatchedSlice cutWatched() {
    WatchedSeries watched = aggregator.watched();
    return new WatchedSlice(interval, watched.swap(), watched.leftOut() == 0);
  }

  public ClosedSlice closeSlice() {
    ClosedSlice slice = aggregator.close(interval);
    interval = new Interval(interval.endEpochMillis(), lengthMillis);
    return slice;
  }

  /** Closes a minute of which only one series is expected, and answers its value. */
  public SeriesValue closeOne() {
    Fragment fragment = close();
    if (fragment.series().size() != 1) {
      throw new AssertionError("one series expected: " + fragment.series());
    }
    return fragment.series().get(0).value();
  }

  /** The value of the series that {@link ClosedSeries#id} shows as that text. */
  public static SeriesValue value(Fragment fragment, String id) {
    return fragment.series().stream()
        .filter(series -> series.id().toString().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError(id + " is not in " + fragment.series()))
        .value();
  }
}
