package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.SampleType;
import io.sidestat.collector.shape.Scale;
import org.jspecify.annotations.Nullable;

/**
 * Finds a series by the bytes its samples are sent under: type, head and tags as they stand in the
 * datagram. The hash is seeded afresh in each process, so that no sender can aim at one slot.
 *
 * <p>Two spellings of one series, tags in another order say, are two entries that point to the same
 * {@link Series}.
 */
final class RawSeriesTable extends ProbeTable<RawSeriesTable.Entry> {
  private final long seed;

  RawSeriesTable(long seed, int entriesMax) {
    super(entriesMax);
    this.seed = seed;
  }

  /** A spelling and what it stands for. */
  static final class Entry extends Known {
    private final SampleType type;

    /** Of the {@link SampleTap} that last decided who wants the samples. */
    int tapGeneration;

    private Entry(
        long hash, RawSample sample, @Nullable Series series, @Nullable Scale scale, boolean own) {
      super(hash, sample, sample.headEnd, sample.tagsStart, sample.tagsEnd, series, scale, own);
      this.type = sample.type;
    }

    private boolean matches(long sampleHash, RawSample sample) {
      return hash == sampleHash
          && type == sample.type
          && isOf(sample, sample.headEnd, sample.tagsStart, sample.tagsEnd);
    }
  }

  /** Hash of a sample's type, head and tags, for the two calls below. */
  long hash(RawSample sample) {
    byte[] bytes = sample.bytes;
    long head =
        ByteHash.absorb(
            seed + sample.type.ordinal(), bytes, sample.headStart, sample.headEnd, seed);
    return ByteHash.finish(ByteHash.absorb(head, bytes, sample.tagsStart, sample.tagsEnd, seed));
  }

  /** The entry of the sample's spelling, or null. */
  @Nullable Entry find(long hash, RawSample sample) {
    int slot = slot(hash);
    while (true) {
      Entry entry = at(slot);
      if (entry == null || entry.matches(hash, sample)) {
        return entry;
      }
      slot = next(slot);
    }
  }

  /** Adds a spelling, not there yet, of a series of its own. */
  Entry addOwn(long hash, RawSample sample, Series series, Scale scale) {
    return kept(new Entry(hash, sample, series, scale, true));
  }

  /**
   * Adds a spelling, not there yet, that the series limit keeps out.
   *
   * @param other the series that stands for it; null if there is no room for one
   */
  Entry addFolded(long hash, RawSample sample, @Nullable Series other, Scale scale) {
    return kept(new Entry(hash, sample, other, scale, false));
  }

  /** Adds a spelling, not there yet, whose samples a rule drops. */
  Entry addSkipped(long hash, RawSample sample) {
    return kept(new Entry(hash, sample, null, null, false));
  }

  /** In a full table the entry is not kept: it serves this one sample. */
  private Entry kept(Entry entry) {
    if (!full()) {
      add(entry);
    }
    return entry;
  }
}
