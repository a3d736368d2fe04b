package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.SampleType;
import org.jspecify.annotations.Nullable;

/**
 * What lines say, found by their bytes but for the value, so that the type, rate and tags of a line
 * that came before need not be read again. A cache in front of {@link RawSeriesTable}: whatever is
 * not in it is found there.
 */
final class LineTable extends ProbeTable<LineTable.Line> {
  LineTable(int entriesMax) {
    super(entriesMax);
  }

  /** A line but for its value. */
  static final class Line extends Known {
    final SampleType type;
    final double rate;
    final RawSeriesTable.Entry spelling;

    private Line(RawSample sample, RawSeriesTable.Entry spelling) {
      super(
          sample.lineHash,
          sample,
          sample.colon,
          sample.restStart,
          sample.restEnd,
          spelling.series,
          spelling.scale,
          spelling.own);
      this.type = sample.type;
      this.rate = sample.rate;
      this.spelling = spelling;
      this.wantedBy = spelling.wantedBy;
    }

    private boolean matches(RawSample sample) {
      return hash == sample.lineHash
          && isOf(sample, sample.colon, sample.restStart, sample.restEnd);
    }
  }

  /** The line that the sample is of, or null. */
  @Nullable Line find(RawSample sample) {
    int slot = slot(sample.lineHash);
    while (true) {
      Line line = at(slot);
      if (line == null || line.matches(sample)) {
        return line;
      }
      slot = next(slot);
    }
  }

  /** Remembers the sample's line, which is not there yet, if there is room. */
  void remember(RawSample sample, RawSeriesTable.Entry spelling) {
    if (!full()) {
      add(new Line(sample, spelling));
    }
  }

  /** Notes for each spelling when a line of it last came. */
  void touchSpellings() {
    forEach(
        line -> line.spelling.lastTouched = Math.max(line.spelling.lastTouched, line.lastTouched));
  }
}
