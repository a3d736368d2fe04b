package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.SampleType;
import io.sidestat.collector.shape.Scale;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds a series by the bytes its samples are sent under: type, head and tags as they stand in the
 * datagram. Open addressing with linear probing, at most a quarter full, so that a look-up seldom
 * sees another entry; a look-up builds no key. The hash is seeded afresh in each process, so that
 * no sender can aim at one slot.
 *
 * <p>Two spellings of one series, tags in another order say, are two entries that point to the same
 * {@link Series}.
 */
final class RawSeriesTable {
  private final long seed;
  private final int entriesMax;
  private @Nullable Entry[] slots = new @Nullable Entry[64];
  private int size;

  RawSeriesTable(long seed, int entriesMax) {
    this.seed = seed;
    this.entriesMax = entriesMax;
  }

  /** A spelling and what it stands for. */
  static final class Entry {
    private final long hash;
    private final SampleType type;
    private final int headBytes;

    /** Head and tags, one behind the other. */
    private final byte[] key;

    /** Null if there is not even room for an {@code __other__} series, or a rule drops it. */
    final @Nullable Series series;

    /** Null if a rule drops the samples. */
    final @Nullable Scale scale;

    /** Whether the series is of the sample's own name and tags, not one that stands for others. */
    final boolean own;

    /** The interval in which the spelling last came. */
    long lastTouched;

    private Entry(
        long hash, RawSample sample, @Nullable Series series, @Nullable Scale scale, boolean own) {
      this.hash = hash;
      this.type = sample.type;
      this.headBytes = sample.headEnd - sample.headStart;
      int tagsBytes = sample.tagsEnd - sample.tagsStart;
      this.key = new byte[headBytes + tagsBytes];
      System.arraycopy(sample.bytes, sample.headStart, key, 0, headBytes);
      System.arraycopy(sample.bytes, sample.tagsStart, key, headBytes, tagsBytes);
      this.series = series;
      this.scale = scale;
      this.own = own;
    }

    private boolean matches(long sampleHash, RawSample sample) {
      return hash == sampleHash
          && type == sample.type
          && headBytes == sample.headEnd - sample.headStart
          && key.length - headBytes == sample.tagsEnd - sample.tagsStart
          && ByteHash.same(key, 0, sample.bytes, sample.headStart, headBytes)
          && ByteHash.same(key, headBytes, sample.bytes, sample.tagsStart, key.length - headBytes);
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
    int mask = slots.length - 1;
    int slot = (int) hash & mask;
    while (true) {
      Entry entry = slots[slot];
      if (entry == null || entry.matches(hash, sample)) {
        return entry;
      }
      slot = (slot + 1) & mask;
    }
  }

  boolean full() {
    return size >= entriesMax;
  }

  /** Adds a spelling, not there yet, of a series of its own. */
  Entry addOwn(long hash, RawSample sample, Series series, Scale scale) {
    return add(new Entry(hash, sample, series, scale, true));
  }

  /**
   * Adds a spelling, not there yet, that the series limit keeps out.
   *
   * @param other the series that stands for it; null if there is no room for one
   */
  Entry addFolded(long hash, RawSample sample, @Nullable Series other, Scale scale) {
    return add(new Entry(hash, sample, other, scale, false));
  }

  /** Adds a spelling, not there yet, whose samples a rule drops. */
  Entry addSkipped(long hash, RawSample sample) {
    return add(new Entry(hash, sample, null, null, false));
  }

  /** In a full table the entry is not kept: it serves this one sample. */
  private Entry add(Entry entry) {
    if (full()) {
      return entry;
    }
    if ((size + 1) * 4 > slots.length) {
      resize(slots.length * 2, kept -> true);
    }
    place(slots, entry);
    size++;
    return entry;
  }

  /** Forgets all entries; keeps its room. */
  void clear() {
    if (size > 0) {
      Arrays.fill(slots, null);
      size = 0;
    }
  }

  /** Forgets the entries that the predicate does not hold for. */
  void retain(Predicate<Entry> worthKeeping) {
    resize(slots.length, worthKeeping);
  }

  private void resize(int length, Predicate<Entry> worthKeeping) {
    @Nullable Entry[] old = slots;
    @Nullable Entry[] wider = new @Nullable Entry[length];
    int kept = 0;
    for (Entry entry : old) {
      if (entry != null && worthKeeping.test(entry)) {
        place(wider, entry);
        kept++;
      }
    }
    slots = wider;
    size = kept;
  }

  private static void place(@Nullable Entry[] table, Entry entry) {
    int mask = table.length - 1;
    int slot = (int) entry.hash & mask;
    while (table[slot] != null) {
      slot = (slot + 1) & mask;
    }
    table[slot] = entry;
  }

  int size() {
    return size;
  }
}
