package io.sidestat.collector.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A set's interval: up to {@value #EXACT_MAX} distinct members as 64-bit hashes, ascending; of
 * more, a {@link MemberSketch}. With so few exact ones the chance that two share a hash is below
 * 3e-14 (n^2 / 2^65). Which form it takes depends on the members alone, so merges in any order are
 * equal. Immutable.
 */
public final class SetMembers implements SeriesValue {
  /** Most members that are counted exactly: as hashes they take half the memory of the sketch. */
  public static final int EXACT_MAX = 1_024;

  private final long[] hashes;

  /** The state of a sketch, which stands for all members; null while they are counted exactly. */
  private final byte @Nullable [] sketch;

  private SetMembers(long[] ascending, byte @Nullable [] sketch) {
    this.hashes = ascending;
    this.sketch = sketch;
  }

  /** A set of the members with these hashes, in any order, repeats allowed. */
  public static SetMembers of(long... memberHashes) {
    long[] ascending = Arrays.stream(memberHashes).sorted().distinct().toArray();
    if (ascending.length <= EXACT_MAX) {
      return new SetMembers(ascending, null);
    }
    MemberSketch sketch = new MemberSketch();
    Arrays.stream(ascending).forEach(sketch::add);
    return of(sketch);
  }

  /** A set of the members that were added to a sketch, more than {@link #EXACT_MAX}. */
  public static SetMembers of(MemberSketch sketch) {
    return new SetMembers(new long[0], sketch.state());
  }

  /**
   * A set from the state of its sketch.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static SetMembers ofSketch(byte[] state) {
    return of(MemberSketch.ofState(state));
  }

  /** Number of distinct members, exact or by estimate. */
  public long size() {
    return sketch == null ? hashes.length : MemberSketch.ofState(sketch).estimate();
  }

  /** Whether the size is exact. */
  public boolean exact() {
    return sketch == null;
  }

  /** A copy of the hashes, ascending; none if the size is an estimate. */
  public long[] hashes() {
    return hashes.clone();
  }

  /** A copy of the sketch's state; null if the size is exact. */
  public byte @Nullable [] sketch() {
    return sketch == null ? null : sketch.clone();
  }

  @Override
  public SetMembers merge(SeriesValue other) {
    if (!(other instanceof SetMembers set)) {
      throw new IllegalArgumentException("a set does not merge with a " + other.type());
    }
    if (sketch == null && set.sketch == null) {
      long[] both = Arrays.copyOf(hashes, hashes.length + set.hashes.length);
      System.arraycopy(set.hashes, 0, both, hashes.length, set.hashes.length);
      return of(both);
    }
    MemberSketch union = new MemberSketch();
    addTo(union);
    set.addTo(union);
    return of(union);
  }

  private void addTo(MemberSketch union) {
    if (sketch == null) {
      Arrays.stream(hashes).forEach(union::add);
    } else {
      union.add(MemberSketch.ofState(sketch));
    }
  }

  @Override
  public SeriesType type() {
    return SeriesType.SET;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SetMembers set
        && Arrays.equals(hashes, set.hashes)
        && Arrays.equals(sketch, set.sketch);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(hashes) + Arrays.hashCode(sketch);
  }

  @Override
  public String toString() {
    return "SetMembers[size=" + size() + ", exact=" + exact() + "]";
  }
}
