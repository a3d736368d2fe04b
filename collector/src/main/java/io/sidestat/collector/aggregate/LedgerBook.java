package io.sidestat.collector.aggregate;

import io.sidestat.collector.model.Ledger;
import io.sidestat.collector.model.RejectReason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The open interval's {@link Ledger}, and for each reason the last line rejected for it. Written by
 * the owner thread alone; samples are counted as received where they are found and once more where
 * they end, so that the two sides can be held against each other.
 */
public final class LedgerBook {
  /** How much of a rejected line is kept. */
  static final int EXAMPLE_BYTES_MAX = 120;

  private static final RejectReason[] REASONS = RejectReason.values();

  private long datagrams;
  private long received;
  private long aggregated;
  private long folded;
  private long skipped;
  private long refused;
  private long mended;
  private long mendedEver;
  private final byte[] mendedExample = new byte[EXAMPLE_BYTES_MAX];
  private int mendedExampleBytes;
  private final long[] rejected = new long[REASONS.length];
  private final byte[][] examples = new byte[REASONS.length][EXAMPLE_BYTES_MAX];
  private final int[] exampleBytes = new int[REASONS.length];

  /** A datagram came. */
  public void datagram() {
    datagrams++;
  }

  /** A sample was found in it. */
  public void received() {
    received++;
  }

  /** The sample is in a series. */
  void aggregated() {
    aggregated++;
  }

  /** The sample is in the series that stands for those past the limit. */
  void folded() {
    folded++;
  }

  /** A mapping rule leaves the sample out. */
  void skipped() {
    skipped++;
  }

  /** The sample's name is one too many. */
  void refused() {
    refused++;
  }

  /** A new name has to be other than it was sent; the start of its line is kept as an example. */
  void mended(RawSample sample) {
    mended++;
    mendedEver++;
    mendedExampleBytes = Math.min(sample.lineEnd - sample.nameStart, EXAMPLE_BYTES_MAX);
    System.arraycopy(sample.bytes, sample.nameStart, mendedExample, 0, mendedExampleBytes);
  }

  /** Names mended in the open interval. */
  MendedNames mendedNames() {
    return new MendedNames(mended, mendedExample());
  }

  /** Names mended since the start. */
  public MendedNames mendedNamesEver() {
    return new MendedNames(mendedEver, mendedExample());
  }

  private String mendedExample() {
    return new String(mendedExample, 0, mendedExampleBytes, StandardCharsets.UTF_8);
  }

  /** The line is not aggregated; its start is kept as an example. */
  public void rejected(RejectReason reason, byte[] bytes, int lineStart, int lineEnd) {
    int index = reason.ordinal();
    rejected[index]++;
    int length = Math.min(lineEnd - lineStart, EXAMPLE_BYTES_MAX);
    System.arraycopy(bytes, lineStart, examples[index], 0, length);
    exampleBytes[index] = length;
  }

  /** The figures so far. */
  public Ledger snapshot() {
    Map<RejectReason, Long> byReason = new EnumMap<>(RejectReason.class);
    for (RejectReason reason : REASONS) {
      if (rejected[reason.ordinal()] > 0) {
        byReason.put(reason, rejected[reason.ordinal()]);
      }
    }
    return new Ledger(datagrams, received, aggregated, folded, skipped, refused, byReason);
  }

  /** For each reason that occurred, the start of the last line: untrusted, not yet escaped. */
  public Map<RejectReason, String> examples() {
    Map<RejectReason, String> byReason = new EnumMap<>(RejectReason.class);
    for (RejectReason reason : REASONS) {
      int index = reason.ordinal();
      if (rejected[index] > 0) {
        byReason.put(
            reason, new String(examples[index], 0, exampleBytes[index], StandardCharsets.UTF_8));
      }
    }
    return byReason;
  }

  /** Starts over, for the next interval. */
  void clear() {
    datagrams = 0;
    received = 0;
    aggregated = 0;
    folded = 0;
    skipped = 0;
    refused = 0;
    mended = 0;
    Arrays.fill(rejected, 0);
  }
}
