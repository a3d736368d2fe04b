package io.sidestat.collector.model;

import com.dynatrace.hash4j.distinctcount.UltraLogLog;

/**
 * Counts distinct members by estimate, in a fixed amount of memory: {@value #STATE_BYTES} bytes.
 * Depends on nothing but which members there are, so the sketch of a union is the union of the
 * sketches. Mutable, not thread-safe.
 *
 * <p>The standard error is 0.61 %: of 100 estimates 95 are within 1.2 % (O. Ertl, "UltraLogLog: A
 * Practical and More Space-Efficient Alternative to HyperLogLog for Approximate Distinct Counting",
 * PVLDB 17 (2024): 0.782 / sqrt(2^14) with its FGRA estimator).
 */
public final class MemberSketch {
  /** 2^14 registers of a byte each. */
  private static final int PRECISION = 14;

  static final int STATE_BYTES = 1 << PRECISION;

  private final UltraLogLog registers;

  /** A sketch without members. */
  public MemberSketch() {
    this(UltraLogLog.create(PRECISION));
  }

  private MemberSketch(UltraLogLog registers) {
    this.registers = registers;
  }

  /**
   * The sketch whose {@link #state} that was.
   *
   * @throws IllegalArgumentException if it is of another size
   */
  static MemberSketch ofState(byte[] state) {
    if (state.length != STATE_BYTES) {
      throw new IllegalArgumentException(
          "not a sketch: bytes=" + state.length + ", expected=" + STATE_BYTES);
    }
    return new MemberSketch(UltraLogLog.wrap(state.clone()));
  }

  /** Adds a member by a hash whose 64 bits are all well spread. Allocates nothing. */
  public void add(long hash) {
    registers.add(hash);
  }

  /** Adds all members of another. */
  void add(MemberSketch other) {
    registers.add(other.registers);
  }

  /** About how many different members were added. */
  long estimate() {
    return Math.round(registers.getDistinctCountEstimate());
  }

  /** A copy of all there is to it. */
  byte[] state() {
    return registers.getState().clone();
  }
}
