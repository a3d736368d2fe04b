package io.sidestat.collector.aggregate;

import io.sidestat.collector.shape.Scale;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A table with open addressing and linear probing, at most a quarter full, so that a look-up seldom
 * sees another entry than the one it looks for. Those who extend it compare entries with bytes
 * where they lie: a look-up builds no key. Not thread-safe.
 *
 * @param <E> the entries
 */
abstract sealed class ProbeTable<E extends ProbeTable.Known> permits RawSeriesTable, LineTable {
  private static final int SLOTS_FIRST = 64;

  private final int entriesMax;
  private @Nullable Known[] slots = new @Nullable Known[SLOTS_FIRST];
  private int size;

  ProbeTable(int entriesMax) {
    this.entriesMax = entriesMax;
  }

  /** Bytes under which samples came before, and where these go. */
  abstract static sealed class Known permits RawSeriesTable.Entry, LineTable.Line {
    final long hash;

    /** Null if there is not even room for an {@code __other__} series, or a rule drops it. */
    final @Nullable Series series;

    /** Null if a rule drops the samples. */
    final @Nullable Scale scale;

    /** Whether the series is of the sample's own name and tags, not one that stands for others. */
    final boolean own;

    /** The interval in which a sample last came. */
    long lastTouched;

    /** Which tails want to see the samples, a bit each; holds only while there is a tap. */
    byte wantedBy;

    private final int headBytes;

    /** Two stretches of a line, its head and another, one behind the other. */
    private final byte[] key;

    /**
     * Copies the bytes.
     *
     * @param sample whose head starts the line
     * @param start of the other stretch
     * @param end of the other stretch
     */
    Known(
        long hash,
        RawSample sample,
        int headEnd,
        int start,
        int end,
        @Nullable Series series,
        @Nullable Scale scale,
        boolean own) {
      this.hash = hash;
      this.headBytes = headEnd - sample.headStart;
      this.key = new byte[headBytes + end - start];
      System.arraycopy(sample.bytes, sample.headStart, key, 0, headBytes);
      System.arraycopy(sample.bytes, start, key, headBytes, end - start);
      this.series = series;
      this.scale = scale;
      this.own = own;
    }

    /** Whether the bytes are the same. */
    final boolean isOf(RawSample sample, int headEnd, int start, int end) {
      byte[] bytes = sample.bytes;
      return headBytes == headEnd - sample.headStart
          && key.length - headBytes == end - start
          && Arrays.equals(key, 0, headBytes, bytes, sample.headStart, headEnd)
          && Arrays.equals(key, headBytes, key.length, bytes, start, end);
    }
  }

  /** The slot to look at first. */
  final int slot(long hash) {
    return (int) hash & (slots.length - 1);
  }

  /** The slot to look at behind that one. */
  final int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }

  /** What is in the slot; null if nothing is, which ends a look-up. */
  @SuppressWarnings("unchecked")
  final @Nullable E at(int slot) {
    return (E) slots[slot];
  }

  final boolean full() {
    return size >= entriesMax;
  }

  final int size() {
    return size;
  }

  /** Adds an entry, not there yet; not to a full table. */
  final void add(E entry) {
    if ((size + 1) * 4 > slots.length) {
      resize(slots.length * 2, kept -> true);
    }
    place(slots, entry);
    size++;
  }

  /** Forgets all entries; keeps its room. */
  final void clear() {
    if (size > 0) {
      Arrays.fill(slots, null);
      size = 0;
    }
  }

  /** Forgets the entries that the predicate does not hold for. */
  final void retain(Predicate<E> worthKeeping) {
    resize(slots.length, worthKeeping);
  }

  /** Visits all entries. */
  final void forEach(Consumer<E> visitor) {
    for (int slot = 0; slot < slots.length; slot++) {
      E entry = at(slot);
      if (entry != null) {
        visitor.accept(entry);
      }
    }
  }

  private void resize(int length, Predicate<E> worthKeeping) {
    @Nullable Known[] wider = new @Nullable Known[length];
    int kept = 0;
    for (int slot = 0; slot < slots.length; slot++) {
      E entry = at(slot);
      if (entry != null && worthKeeping.test(entry)) {
        place(wider, entry);
        kept++;
      }
    }
    slots = wider;
    size = kept;
  }

  private static void place(@Nullable Known[] table, Known entry) {
    int mask = table.length - 1;
    int slot = (int) entry.hash & mask;
    while (table[slot] != null) {
      slot = (slot + 1) & mask;
    }
    table[slot] = entry;
  }
}
