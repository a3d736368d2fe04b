package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.MemberSketch;
import io.sidestat.collector.model.SetMembers;
import org.jspecify.annotations.Nullable;

/**
 * The distinct members of a set in one interval: their hashes, up to {@link SetMembers#EXACT_MAX};
 * from the next member on a sketch. Takes 16 KB at most, however many members come.
 */
final class SetAccumulator implements Accumulator {
  /** Fixed, so that members hash alike in every interval, run and host. */
  private static final long MEMBER_SEED = 0x5349_4445_5354_4154L;

  /** Stands where the sketch has taken over; never added to. */
  private static final DistinctHashes NONE = new DistinctHashes(0);

  private DistinctHashes exact = new DistinctHashes(SetMembers.EXACT_MAX);
  private @Nullable MemberSketch sketch;
  private long samples;

  /** Adds a member. */
  void add(byte[] bytes, int start, int end) {
    samples++;
    long hash = ByteHash.hash(bytes, start, end, MEMBER_SEED);
    MemberSketch estimated = sketch;
    if (estimated != null) {
      estimated.add(hash);
    } else if (!exact.add(hash)) {
      toSketch().add(hash);
    }
  }

  private MemberSketch toSketch() {
    MemberSketch all = new MemberSketch();
    for (long hash : exact.toArray()) {
      all.add(hash);
    }
    exact = NONE;
    sketch = all;
    return all;
  }

  @Override
  public long samples() {
    return samples;
  }

  @Override
  public SetMembers toValue() {
    return sketch == null ? SetMembers.of(exact.toArray()) : SetMembers.of(sketch);
  }
}
