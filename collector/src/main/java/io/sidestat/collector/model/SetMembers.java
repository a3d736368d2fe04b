package io.sidestat.collector.model;

import java.util.Arrays;

/**
 * A set's interval: its distinct members as 64-bit hashes, ascending. With 65,536 members the
 * chance that two share a hash is below 1.2e-10 (n^2 / 2^65).
 */
public final class SetMembers implements SeriesValue {
  private final long[] hashes;

  private SetMembers(long[] ascending) {
    this.hashes = ascending;
  }

  /** A set of the members with these hashes, in any order, repeats allowed. */
  public static SetMembers of(long... memberHashes) {
    return new SetMembers(Arrays.stream(memberHashes).sorted().distinct().toArray());
  }

  /** Number of distinct members. */
  public int size() {
    return hashes.length;
  }

  /** A copy of the hashes, ascending. */
  public long[] hashes() {
    return hashes.clone();
  }

  @Override
  public SetMembers merge(SeriesValue other) {
    if (!(other instanceof SetMembers set)) {
      throw new IllegalArgumentException("a set does not merge with a " + other.type());
    }
    long[] both = Arrays.copyOf(hashes, hashes.length + set.hashes.length);
    System.arraycopy(set.hashes, 0, both, hashes.length, set.hashes.length);
    return of(both);
  }

  @Override
  public SeriesType type() {
    return SeriesType.SET;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SetMembers set && Arrays.equals(hashes, set.hashes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hashes);
  }

  @Override
  public String toString() {
    return "SetMembers[size=" + hashes.length + "]";
  }
}
